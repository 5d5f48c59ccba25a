// The admin API in the OpenAPI document: every operation with its parameters, bodies, answers, role and credentials, from the same table that serves it.
import { Type } from '@sinclair/typebox';
import { answers, downloads, streams } from '../../src/admin/contract';
import { CONTRACTS } from '../../src/admin/contracts';
import { objectOf, type JsonObject } from '../../src/directory/json';
import { adminPaths } from '../../src/openapi/admin-paths';

const paths = adminPaths({
  'thing.list': answers({
    method: 'GET',
    path: '/things',
    role: 'viewer',
    summary: 'Things',
    input: Type.Object({
      text: Type.Optional(Type.String({ description: 'in it' })),
      kinds: Type.Array(Type.String()),
    }),
    answer: Type.Object({ rows: Type.Array(Type.String()) }),
  }),
  'thing.change': answers({
    method: 'PATCH',
    path: '/things/{thing}',
    role: 'admin',
    summary: 'Changes one',
    fresh: true,
    input: Type.Object({ thing: Type.String(), name: Type.String(), note: Type.Optional(Type.String()) }),
    answer: Type.Null(),
  }),
  'thing.export': downloads({
    path: '/things/export',
    role: 'viewer',
    summary: 'Things as a file',
    input: Type.Object({}),
    row: Type.Object({ name: Type.String({ title: 'Name' }) }),
    fileName: 'things',
  }),
  'thing.tail': streams({
    path: '/things/tail',
    role: 'viewer',
    summary: 'Things as they come',
    input: Type.Object({}),
    event: Type.Object({ name: Type.String() }),
  }),
});

function at(path: string, method: string): JsonObject {
  return objectOf(objectOf(paths[`/admin/api/customers/{customer}${path}`])[method]);
}
const content = (operation: JsonObject, status = '200'): JsonObject =>
  objectOf(objectOf(objectOf(operation['responses'])[status])['content']);

describe('adminPaths', () => {
  it('has one operation for each contract of the table, each for the role that it needs', () => {
    const whole = adminPaths(CONTRACTS);
    for (const [name, { path, method, role }] of Object.entries(CONTRACTS)) {
      const operation = objectOf(
        objectOf(whole[`/admin/api/customers/{customer}${path}`])[method.toLowerCase()],
      );
      expect(operation).toMatchObject({ operationId: name });
      expect(operation['description']).toContain(` ${role} `);
    }
  });

  it('has members of the path in the path, and the others of a read in the query', () => {
    expect(at('/things', 'get')['parameters']).toEqual([
      { name: 'customer', in: 'path', required: true, schema: { type: 'string', minLength: 1 } },
      {
        name: 'text',
        in: 'query',
        required: false,
        description: 'in it',
        schema: { type: 'string', description: 'in it' },
      },
      { name: 'kinds', in: 'query', required: true, schema: { type: 'array', items: { type: 'string' } } },
    ]);
    expect(at('/things', 'get')['requestBody']).toBeUndefined();
  });

  it('has the others of a change in its body, which holds nothing else', () => {
    const operation = at('/things/{thing}', 'patch');
    expect(operation['requestBody']).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: { name: { type: 'string' }, note: { type: 'string' } },
            required: ['name'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(operation['description']).toContain('ten minutes');
    expect(Object.keys(objectOf(operation['responses']))).toEqual(
      expect.arrayContaining(['401', '403', '413', '415']),
    );
  });

  it('asks for the CSRF token with the cookie where something is changed, and only there', () => {
    expect(at('/things', 'get')['security']).toEqual([{ adminToken: [] }, { adminSession: [] }]);
    expect(at('/things/{thing}', 'patch')['security']).toEqual([
      { adminToken: [] },
      { adminSession: [], adminCsrf: [] },
    ]);
  });

  it('tells what a file and a stream hold', () => {
    const row = {
      type: 'object',
      properties: { name: { type: 'string', title: 'Name' } },
      required: ['name'],
    };
    const file = content(at('/things/export', 'get'));
    expect(Object.keys(file)).toEqual(['text/csv', 'application/json', 'application/x-ndjson']);
    expect(file['application/json']).toEqual({ schema: { type: 'array', items: row } });
    expect(at('/things/export', 'get')['parameters']).toContainEqual(
      expect.objectContaining({ name: 'format', in: 'query', required: false }),
    );
    expect(Object.keys(content(at('/things/tail', 'get')))).toEqual(['text/event-stream']);
  });
});
