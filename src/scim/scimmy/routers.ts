// The one room that knows SCIMMY: its routers dispatch, its schema model is filled from schemas/, and it never sees a client's text.
//
// The resource classes keep nothing: what serves a request comes in through its context, so that several gateways can
// live in one process although SCIMMY's registry is global. Handlers answer and never throw, because SCIMMY's error
// handler turns what it does not know into 404 and throws at 405, 415, 429 and 503.

import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import type { RequestHandler } from 'express';
import type { AttributeDefinition, PublishedSchemas, SchemaDefinition } from '../schema/definitions';

/** What serves one request, by resource type, as SCIMMY's routers call it; each resolves, whatever happens. */
export interface Dispatch<T> {
  read(typeName: string, id: string | undefined): Promise<T>;
  write(typeName: string, id: string | undefined): Promise<T>;
  patch(typeName: string, id: string): Promise<T>;
  dispose(typeName: string, id: string): Promise<T>;
}

/**
 * Express handler that calls the dispatched operation and sends what it resolves to with `res.send`, which the caller has
 * made understand it.
 *
 * @param dispatchOf what serves the request at hand
 */
export function scimmyRouters(
  published: PublishedSchemas,
  dispatchOf: (request: Parameters<RequestHandler>[0]) => Dispatch<unknown>,
): RequestHandler {
  for (const type of published.resourceTypes) {
    const schema = published.schemas.find(({ id }) => id === type.schema);
    if (schema === undefined) throw new Error(`schemas/: no schema file defines ${type.schema}`);
    if (!Object.hasOwn(SCIMMY.Resources.declared(), type.name)) declare(type.name, type.endpoint, schema);
  }
  return new SCIMMYRouters({
    type: 'bearer',
    // Requests are authenticated long before they come here.
    handler: () => '',
    context: dispatchOf,
  });
}

/** SCIMMY's own type of it is bound to schema instances, which are never made here. */
const ResourceBase = SCIMMY.Types.Resource as unknown as new (parameters: object) => object;

/** SCIMMY takes no other URNs (Okta's, a customer's own); it shows none of them, so they may be under this one here. */
const SCIMMY_URN = 'urn:ietf:params:scim:schemas:';

function scimmyUrn({ id }: SchemaDefinition): string {
  return id.startsWith(SCIMMY_URN) ? id : `${SCIMMY_URN}${id}`;
}

function declare(name: string, endpoint: string, schema: SchemaDefinition): void {
  const id = scimmyUrn(schema);
  const definition = new SCIMMY.Types.SchemaDefinition(
    schema.name,
    id,
    schema.description,
    schema.attributes.filter((attribute) => attribute.name !== 'externalId').map(scimmyAttribute),
  );
  class DeclaredSchema extends SCIMMY.Types.Schema {
    static override get id(): string {
      return id;
    }
    static override get definition(): typeof definition {
      return definition;
    }
  }
  class DeclaredResource extends ResourceBase {
    static get endpoint(): string {
      return endpoint;
    }
    static get schema(): typeof DeclaredSchema {
      return DeclaredSchema;
    }
    /** Locations come from the configured public URL alone. */
    static basepath(): string {
      return '';
    }
    private readonly resourceId: string | undefined;

    /** Nothing of the request reaches SCIMMY: it would paste the id into a filter of its own. */
    constructor(id?: unknown) {
      super({});
      this.resourceId = typeof id === 'string' ? id : undefined;
    }
    read(dispatch: Dispatch<unknown>): Promise<unknown> {
      return dispatch.read(name, this.resourceId);
    }
    write(_body: unknown, dispatch: Dispatch<unknown>): Promise<unknown> {
      return dispatch.write(name, this.resourceId);
    }
    patch(_body: unknown, dispatch: Dispatch<unknown>): Promise<unknown> {
      return dispatch.patch(name, this.resourceId ?? '');
    }
    dispose(dispatch: Dispatch<unknown>): Promise<unknown> {
      return dispatch.dispose(name, this.resourceId ?? '');
    }
  }
  SCIMMY.Resources.declare(DeclaredResource as never, name);
}

function scimmyAttribute(attribute: AttributeDefinition): InstanceType<typeof SCIMMY.Types.Attribute> {
  return new SCIMMY.Types.Attribute(
    attribute.type,
    attribute.name,
    {
      required: attribute.required,
      multiValued: attribute.multiValued,
      caseExact: attribute.caseExact,
      mutable: attribute.mutability === 'readOnly' ? false : attribute.mutability,
      returned: attribute.returned === 'never' ? false : attribute.returned,
      uniqueness: attribute.uniqueness,
      description: attribute.description,
      ...(attribute.canonicalValues === undefined ? {} : { canonicalValues: [...attribute.canonicalValues] }),
      ...(attribute.referenceTypes === undefined ? {} : { referenceTypes: [...attribute.referenceTypes] }),
    },
    (attribute.subAttributes ?? []).map(scimmyAttribute),
  );
}
