// The admin API as OpenAPI paths: one for each contract of the table, and the sign-in. Knows no operation, only what each takes and answers.

import type { TObject } from '@sinclair/typebox';
import type { Contract, Contracts } from '../admin/contract';
import { FORMATS } from '../admin/rows';
import type { JsonObject } from '../directory/json';
import { adminRefusals, plain } from './admin-messages';
import { adminSessionPath } from './admin-session-path';
import { json } from './service-paths';

const BASE = '/admin/api/customers/{customer}';

/** The token of the command line, or the console's cookie with its CSRF token; a read needs no such token. */
const READS: JsonObject = { security: [{ adminToken: [] }, { adminSession: [] }] };
const CHANGES: JsonObject = { security: [{ adminToken: [] }, { adminSession: [], adminCsrf: [] }] };

export function adminPaths(contracts: Contracts): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const [name, contract] of Object.entries(contracts)) {
    const path = `${BASE}${contract.path}`;
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(name, contract) };
  }
  return { ...paths, '/admin/session': adminSessionPath() };
}

function operation(name: string, contract: Contract): JsonObject {
  const { method, input, role, summary, fresh } = contract;
  const isRead = method === 'GET';
  const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, member = '']) => member);
  const rest = Object.keys(input.properties).filter((member) => !inPath.includes(member));
  const hasBody = !isRead && method !== 'DELETE';
  const again = fresh === true ? ' A sign-in of the console must be younger than ten minutes.' : '';
  return {
    ...(isRead ? READS : CHANGES),
    operationId: name,
    tags: [`Admin: ${name.split('.')[0] ?? ''}`],
    summary,
    description: `For the role ${role} and those above it.${again}`,
    parameters: [
      parameter('path', 'customer', { type: 'string', minLength: 1 }, true),
      ...inPath.map((member) => memberOf('path', member, input)),
      ...(hasBody ? [] : rest.map((member) => memberOf('query', member, input))),
      ...(contract.kind === 'download' ? [formatParameter()] : []),
    ],
    ...(hasBody && rest.length > 0 ? { requestBody: bodyOf(input, rest) } : {}),
    responses: { 200: answered(contract), ...adminRefusals(hasBody) },
  };
}

function parameter(place: 'path' | 'query', name: string, schema: JsonObject, required: boolean): JsonObject {
  const { description } = schema;
  return { name, in: place, ...(description === undefined ? {} : { description }), required, schema };
}

function memberOf(place: 'path' | 'query', name: string, { properties, required = [] }: TObject): JsonObject {
  const schema = properties[name];
  return parameter(
    place,
    name,
    schema === undefined ? { type: 'string' } : plain(schema),
    place === 'path' || required.includes(name),
  );
}

function formatParameter(): JsonObject {
  return parameter('query', 'format', { type: 'string', enum: [...FORMATS], default: 'csv' }, false);
}

function bodyOf({ properties, required = [] }: TObject, members: readonly string[]): JsonObject {
  const needed = members.filter((member) => required.includes(member));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(members.flatMap((member) => memberSchema(properties, member))),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties: false,
  };
  return { required: needed.length > 0, content: { 'application/json': { schema } } };
}

function memberSchema(properties: TObject['properties'], member: string): readonly [string, JsonObject][] {
  const schema = properties[member];
  return schema === undefined ? [] : [[member, plain(schema)]];
}

function answered(contract: Contract): JsonObject {
  if (contract.kind === 'answer') return json('Done, or found.', plain(contract.answer));
  if (contract.kind === 'live')
    return {
      description:
        'Server-sent events until one side ends it; each `data:` is one JSON value of this schema.',
      content: { 'text/event-stream': { schema: plain(contract.event) } },
    };
  const row = plain(contract.row);
  return {
    description: 'A file of rows. In CSV, a text that a spreadsheet would run has an apostrophe in front.',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': { schema: { type: 'array', items: row } },
      'application/x-ndjson': { schema: { type: 'string', description: 'One JSON object a line.' } },
    },
  };
}
