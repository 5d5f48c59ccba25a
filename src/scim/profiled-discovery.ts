// What the profile of the asking connection changes in discovery, so that it stays true to what that connection may do.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../directory/json';
import type { Profile } from './profile';
import { isStream, type Answer } from './request';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** draft-zollner-scim-interop-profile §4: who conforms says so, and who does not leaves the attribute out. */
export function withConformance(answer: Answer, profile: Profile): Answer {
  const { body } = answer;
  if (!profile.isConformant || body === undefined || isStream(body)) return answer;
  return { ...answer, body: { ...body, interopProfileConformant: true } };
}

/** A password that is refused stands in no schema (draft-zollner-scim-interop-profile §5.1: "matching exactly"). */
export function schemasUnder(answer: Answer, profile: Profile): Answer {
  const { body } = answer;
  if (!profile.refused.has('password-not-kept') || body === undefined || isStream(body)) return answer;
  const resources = body['Resources'];
  if (!isJsonArray(resources)) return { ...answer, body: withoutPassword(body) };
  return { ...answer, body: { ...body, Resources: resources.map(asSchema) } };
}

function asSchema(schema: JsonValue): JsonValue {
  return isJsonObject(schema) ? withoutPassword(schema) : schema;
}

function withoutPassword(schema: JsonObject): JsonObject {
  const { attributes } = schema;
  if (schema['id'] !== USER || !isJsonArray(attributes)) return schema;
  const kept = attributes.filter((attribute) => !isJsonObject(attribute) || attribute['name'] !== 'password');
  return { ...schema, attributes: kept };
}
