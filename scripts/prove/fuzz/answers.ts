// Owns what a valid SCIM answer is, whatever was asked: RFC 7643 §3, RFC 7644 §3.4.2, §3.12, §3.14. Must not know why it came.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/directory/json';
import type {
  AttributeDefinition,
  PublishedSchemas,
  SchemaDefinition,
} from '../../../src/scim/schema/definitions';
import type { FuzzRequest } from './requests';

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';
const SCIM_TYPES: ReadonlySet<JsonValue | undefined> = new Set([
  undefined,
  ...['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget'],
  ...['invalidValue', 'invalidVers', 'sensitive', 'invalidCursor', 'expiredCursor', 'invalidCount'],
]);
const SERVER_FAULTS_ALLOWED = (path: string): readonly number[] => (/^\/Me\b/.test(path) ? [501] : []);

/** What is wrong with the answer, in words; nothing when it is valid. */
export function answerFaults(
  request: FuzzRequest,
  answer: FuzzAnswer,
  published: PublishedSchemas,
): readonly string[] {
  const { status, headers, text } = answer;
  if (status >= 500 && !SERVER_FAULTS_ALLOWED(request.path).includes(status)) return [`status ${status}`];
  if (headers['x-request-id'] === undefined) return ['no X-Request-Id'];
  if (request.method === 'HEAD' || [202, 204, 304].includes(status))
    return text === '' ? [] : [`a body with ${request.method} ${status}`];
  if (headers['content-type'] !== 'application/scim+json')
    return [`Content-Type ${String(headers['content-type'])}`];
  const body = parsed(text);
  if (!isJsonObject(body)) return ['the body is no JSON object'];
  return status >= 400 ? errorFaults(answer, body) : successFaults(answer, body, published);
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function errorFaults({ status, headers }: FuzzAnswer, body: JsonObject): readonly string[] {
  const holds: Record<string, boolean> = {
    schemas: JSON.stringify(body['schemas']) === JSON.stringify([`${MESSAGES}:Error`]),
    status: body['status'] === String(status),
    detail: typeof body['detail'] === 'string' && body['detail'] !== '',
    scimType: SCIM_TYPES.has(body['scimType']) && ([400, 403, 409].includes(status) || !('scimType' in body)),
    members: Object.keys(body).every((name) => ['schemas', 'status', 'detail', 'scimType'].includes(name)),
    Allow: status !== 405 || headers['allow'] !== undefined,
  };
  return Object.keys(holds).flatMap((name) => (holds[name] === true ? [] : [`error: ${name}`]));
}

function successFaults(answer: FuzzAnswer, body: JsonObject, published: PublishedSchemas): readonly string[] {
  const { schemas } = body;
  if (!isJsonArray(schemas) || schemas.length === 0) return ['no schemas'];
  if (schemas.includes(`${MESSAGES}:ListResponse`)) return listFaults(body, published);
  if (schemas.some((schema) => typeof schema === 'string' && schema.startsWith(MESSAGES))) return [];
  const location = objectAt(body, 'meta')['location'];
  if (location !== undefined && answer.headers['location'] !== location && answer.status === 201)
    return ['Location and meta.location'];
  return resourceFaults(body, published);
}

function listFaults(body: JsonObject, published: PublishedSchemas): readonly string[] {
  const resources = body['Resources'] ?? [];
  if (!isJsonArray(resources)) return ['Resources is no list'];
  const total = body['totalResults'];
  const counted = total === undefined || (Number.isInteger(total) && Number(total) >= resources.length);
  const paged = body['itemsPerPage'] === undefined || body['itemsPerPage'] === resources.length;
  return [
    ...(counted ? [] : [`totalResults ${JSON.stringify(total)} of ${resources.length}`]),
    ...(paged ? [] : ['itemsPerPage']),
    ...resources.flatMap((resource) =>
      isJsonObject(resource) ? resourceFaults(resource, published) : ['a resource is no object'],
    ),
  ];
}

/** Discovery documents describe themselves and are looked at by other suites. */
const DISCOVERY = /^urn:ietf:params:scim:schemas:core:2\.0:(Schema|ResourceType|ServiceProviderConfig)$/;

function resourceFaults(resource: JsonObject, published: PublishedSchemas): readonly string[] {
  const urns = isJsonArray(resource['schemas']) ? resource['schemas'].map(String) : [];
  if (urns.some((urn) => DISCOVERY.test(urn))) return [];
  const known = urns.map((urn) => published.schemas.find(({ id }) => id === urn));
  const [core, ...extensions] = known;
  if (core === undefined || extensions.includes(undefined)) return [`schemas ${urns.join(', ')}`];
  if (typeof resource['id'] !== 'string') return ['no id'];
  const rest = Object.entries(resource).filter(
    ([name]) => !['schemas', 'id', 'externalId', 'meta', ...urns].includes(name),
  );
  return [
    ...attributeFaults(core.attributes, Object.fromEntries(rest), core.id),
    ...(extensions as SchemaDefinition[]).flatMap(({ id, attributes }) =>
      attributeFaults(attributes, objectAt(resource, id), id),
    ),
  ];
}

function attributeFaults(
  definitions: readonly AttributeDefinition[],
  value: JsonObject,
  place: string,
): readonly string[] {
  return Object.entries(value).flatMap(([name, given]) => {
    const definition = definitions.find((candidate) => candidate.name === name);
    if (definition === undefined) return [`${place}: no attribute ${name}`];
    if (definition.returned === 'never') return [`${place}: ${name} is never returned`];
    const values = definition.multiValued ? given : [given];
    if (!isJsonArray(values)) return [`${place}: ${name} is no list`];
    return values.flatMap((one) => valueFaults(definition, one, `${place}.${name}`));
  });
}

function valueFaults(definition: AttributeDefinition, value: JsonValue, place: string): readonly string[] {
  switch (definition.type) {
    case 'complex':
      return isJsonObject(value)
        ? attributeFaults(definition.subAttributes ?? [], value, place)
        : [`${place} is no object`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place} is no boolean`];
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? [] : [`${place} is no number`];
    case 'string':
    case 'reference':
    case 'dateTime':
    case 'binary':
      return typeof value === 'string' && value !== '' ? [] : [`${place} is no text`];
  }
}

function objectAt(resource: JsonObject, name: string): JsonObject {
  const value = resource[name];
  return isJsonObject(value) ? value : {};
}
