// One gateway with several customers, a customer for each set of rules, for the tests of the numbered rules of the iManage model.

import { randomBytes } from 'node:crypto';
import { adminClient, type AskAdmin } from '../http/admin/admin-client';
import { startTestGateway, type TestGateway } from '../http/gateway';
import { IMANAGE, scimClient, type Body, type ScimClient } from '../http/scim-client';

const LIBRARIES = [
  { id: 'ACTIVE', roles: [{ id: 'PARALEGAL' }, { id: 'PARTNER' }, { id: 'CLIENT', external: true }] },
  { id: 'ARCHIVE', roles: [{ id: 'PARALEGAL' }] },
  { id: 'CLOSED', roles: [] },
];

export interface Firms<Name extends string> {
  readonly gateway: TestGateway;
  readonly clients: Readonly<Record<Name, ScimClient>>;
  /** The same customers, asked by a connection of the strict profile. */
  readonly strict: Readonly<Record<Name, ScimClient>>;
  readonly admins: Readonly<Record<Name, AskAdmin>>;
}

/** @param rules by the name of the customer; `default` need not be one of them */
export async function startFirms<Name extends string>(
  rules: Readonly<Record<Name, object>>,
): Promise<Firms<Name>> {
  const names = Object.keys(rules) as Name[];
  const connections = names.flatMap((name) => [name, `strict-${name}`]);
  const tokens = new Map(connections.map((name) => [name, randomBytes(32).toString('hex')]));
  const variable = (name: string): string => `TOKEN_${name.toUpperCase().replace('-', '_')}`;
  const adminToken = randomBytes(32).toString('hex');
  const gateway = await startTestGateway({
    file: {
      customers: [
        ...names.map((name) => ({
          id: name,
          libraries: LIBRARIES,
          rules: rules[name],
          connections: [
            { name: 'idp', token: { env: variable(name) } },
            { name: 'strict-idp', token: { env: variable(`strict-${name}`) }, profile: 'strict' },
          ],
        })),
        { id: 'default' },
      ],
    },
    env: {
      ADMIN_TOKEN: adminToken,
      ...Object.fromEntries(connections.map((name) => [variable(name), tokens.get(name) ?? ''])),
    },
  });
  const client = (name: string): ScimClient =>
    scimClient({ baseUrl: gateway.baseUrl, token: tokens.get(name) ?? '' });
  const each = <T>(of: (name: Name) => T): Record<Name, T> =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;
  return {
    gateway,
    clients: each(client),
    strict: each((name) => client(`strict-${name}`)),
    admins: each((name) => adminClient(gateway.rootUrl, adminToken, name)),
  };
}

/** The iManage extension of a user. */
export function imanage(body: Body): Readonly<Record<string, unknown>> {
  return body[IMANAGE] as Readonly<Record<string, unknown>>;
}

export const setActive = (active: boolean): object[] => [{ op: 'replace', path: 'active', value: active }];

export const setEmail = (value: string): object[] => [
  { op: 'replace', path: 'emails', value: [{ value, type: 'work', primary: true }] },
];
