// What the writes on people and groups are served with when an admin makes them, and the request in whose name they are made. Knows no action.

import type { Customer } from '../../directory/customer';
import type { Actor } from '../../directory/event';
import { DEFAULT_PROFILE } from '../../scim/profile';
import type { ScimRequest } from '../../scim/request';
import type { Services, TypeServices } from '../../scim/resources/services';
import type { PublishedSchemas } from '../../scim/schema/definitions';
import { compileSchemaMap, typeNamed } from '../../scim/schema/schema-map';

/** What it takes of the context of an operation, or of a command. */
export interface Serving {
  readonly services: Services;
  readonly published: PublishedSchemas;
  readonly configured: Customer;
  readonly actor: Actor;
  readonly scimBase: string;
}

export function serving(
  { services, published, configured, actor, scimBase }: Serving,
  named: Partial<Pick<Actor, 'requestId' | 'reason'>>,
): readonly [TypeServices, ScimRequest] {
  const map = compileSchemaMap(published);
  const request = {
    customer: configured,
    actor: { ...actor, ...named },
    baseUrl: scimBase,
    query: new URLSearchParams(),
    body: undefined,
    ifMatch: undefined,
    ifNoneMatch: undefined,
    me: null,
    profile: DEFAULT_PROFILE,
  };
  return [{ ...services, type: typeNamed(map, 'User'), groupType: typeNamed(map, 'Group') }, request];
}
