// One gateway with several customers, a customer for each set of rules, for the tests of the numbered rules of the iManage model.

import { randomBytes } from 'node:crypto';
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
}

/** @param rules by the name of the customer; `default` need not be one of them */
export async function startFirms<Name extends string>(
  rules: Readonly<Record<Name, object>>,
): Promise<Firms<Name>> {
  const names = Object.keys(rules) as Name[];
  const tokens = new Map(names.map((name) => [name, randomBytes(32).toString('hex')]));
  const variable = (name: Name): string => `TOKEN_${name.toUpperCase()}`;
  const gateway = await startTestGateway({
    file: {
      customers: [
        ...names.map((name) => ({
          id: name,
          libraries: LIBRARIES,
          rules: rules[name],
          connections: [{ name: 'idp', token: { env: variable(name) } }],
        })),
        { id: 'default' },
      ],
    },
    env: Object.fromEntries(names.map((name) => [variable(name), tokens.get(name) ?? ''])),
  });
  const client = (name: Name): ScimClient =>
    scimClient({ baseUrl: gateway.baseUrl, token: tokens.get(name) ?? '' });
  return {
    gateway,
    clients: Object.fromEntries(names.map((name) => [name, client(name)])) as Record<Name, ScimClient>,
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
