// The OpenAPI document is one by the standard's own schema, and tells of every attribute and every path what the gateway holds to.
import SwaggerParser from '@apidevtools/swagger-parser';
import { join } from 'node:path';
import { objectOf, type JsonObject, type JsonValue } from '../../src/directory/json';
import { openApiDocument } from '../../src/openapi/document';
import { readPublishedSchemas } from '../../src/scim/schema/published';

const published = readPublishedSchemas(join(__dirname, '..', '..', 'schemas'));
const document = openApiDocument({
  published,
  limits: { operationsMax: 1_000 },
  publicUrl: 'https://gateway.example',
  scimPath: '/scim/v2',
});

/** What stands at a path of names in the document. */
function at(...names: readonly string[]): JsonObject {
  return names.reduce<JsonObject>((object, name) => objectOf(object[name]), document);
}

const schema = (...names: readonly string[]): JsonObject => at('components', 'schemas', ...names);

describe('openApiDocument', () => {
  it('is valid OpenAPI 3.1 whose references all lead somewhere', async () => {
    const copy = structuredClone(document) as unknown as Parameters<typeof SwaggerParser.validate>[0];
    await expect(SwaggerParser.validate(copy)).resolves.toMatchObject({ openapi: '3.1.0' });
  });

  it('has every resource type with its list, search and resources', () => {
    for (const { endpoint } of published.resourceTypes) {
      for (const path of [endpoint, `${endpoint}/{id}`, `${endpoint}/.search`])
        expect(Object.keys(at('paths', `/scim/v2${path}`))).not.toEqual([]);
    }
  });

  it('offers no write on what can only be read', () => {
    expect(Object.keys(at('paths', '/scim/v2/Users/{id}'))).toEqual(
      expect.arrayContaining(['get', 'put', 'patch', 'delete']),
    );
    expect(Object.keys(at('paths', '/scim/v2/Roles/{id}'))).toEqual(['parameters', 'get']);
  });

  it('gives each operation an id of its own', () => {
    const ids = operations().map((operation) => operation['operationId']);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('asks for a token everywhere but where none is needed', () => {
    const open = Object.keys(at('paths')).filter(
      (path) => JSON.stringify(at('paths', path, 'get')['security']) === '[]',
    );
    expect(open.sort()).toEqual([
      '/.well-known/jwks.json',
      '/.well-known/oauth-authorization-server',
      '/livez',
      '/oauth2/jwks',
      '/openapi.json',
      '/readyz',
      '/scim/v2/ServiceProviderConfig',
    ]);
  });

  it('asks of a sent user a userName and of a sent group a displayName, nothing else', () => {
    expect(schema('UserSent')['required']).toEqual(['userName']);
    expect(schema('GroupSent')['required']).toEqual(['displayName']);
  });

  it('promises of an answer schemas and id, which no projection takes away (RFC 7644 §3.9)', () => {
    expect(schema('User')['required']).toEqual(['schemas', 'id']);
  });

  it('marks what the gateway alone writes read-only, and shows a password in no answer (RFC 7643 §7)', () => {
    expect(schema('User', 'properties', 'groups')['readOnly']).toBe(true);
    expect(schema('UserSent', 'properties')['groups']).toBeUndefined();
    expect(schema('User', 'properties')['password']).toBeUndefined();
    expect(schema('UserSent', 'properties', 'password')['writeOnly']).toBe(true);
  });

  it('has enumerations only where other values never come: canonical values are suggestions (RFC 7643 §7)', () => {
    const type = schema('User', 'properties', 'emails', 'items', 'properties', 'type');
    expect([type['enum'], type['examples']]).toEqual([undefined, ['work', 'home', 'other']]);
    expect(schema('User', 'properties', 'groups', 'items', 'properties', 'type')['enum']).toEqual([
      'direct',
      'indirect',
    ]);
  });

  it('describes every attribute of the published schemas', () => {
    for (const { name, schema: urn, schemaExtensions } of published.resourceTypes) {
      const properties = schema(name, 'properties');
      const core = published.schemas.find(({ id }) => id === urn);
      const told = (core?.attributes ?? []).filter(({ returned }) => returned !== 'never');
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining(told.map((attribute) => attribute.name)),
      );
      for (const extension of schemaExtensions) {
        const { attributes = [] } = published.schemas.find(({ id }) => id === extension.schema) ?? {};
        expect(Object.keys(schema(name, 'properties', extension.schema, 'properties'))).toEqual(
          attributes.map((attribute) => attribute.name),
        );
      }
    }
  });
});

function operations(): readonly JsonObject[] {
  const isOperation = (value: JsonValue): value is JsonObject => 'operationId' in objectOf(value);
  return Object.values(at('paths')).flatMap((path) => Object.values(objectOf(path)).filter(isOperation));
}
