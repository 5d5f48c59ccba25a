// A whole gateway with its workers on a firm of 3,000 people, profiled from its start on. Must not know what is asked of it.

import { join } from 'node:path';
import { mongo } from 'mongoose';
import { parseConfig } from '../../../src/config/parse';
import type { Customer } from '../../../src/directory/customer';
import { readPublishedSchemas } from '../../../src/scim/schema/published';
import { compileSchemaMap } from '../../../src/scim/schema/schema-map';
import { CLIENT_OPTIONS } from '../../../src/store/open-store';
import { prepareCollections } from '../../../src/store/models';
import { storeFirm } from '../../../scripts/seed/firm';
import { NOTHING } from '../../../scripts/seed/plan';
import {
  secret,
  startReceiver,
  startWhole,
  testDatabase,
  type TestReceiver,
} from '../../delivery/whole-gateway';
import { adminClient, type AskAdmin } from '../../http/admin/admin-client';
import { scimClient, type ScimClient } from '../../http/scim-client';
import { startProfile, type Profile } from './profile';

const SCHEMAS = join(__dirname, '..', '..', '..', 'schemas');
export const MATTER = 'urn:firm:2.0:Matter';
const DAY_MS = 86_400_000;
const DAYS = 60;
const TAIL_MS_MAX = 15_000;
/** Making all collections and indexes may keep every connection waiting. */
const SEED_MS_MAX = 120_000;
const SEED = 20_260_301;

export interface Scene {
  readonly database: mongo.Db;
  readonly profile: Profile;
  /** A firm of 3,000 people with the rules as they are, and one of 400 with an own type and every rule otherwise. */
  readonly large: Asked;
  readonly small: Asked;
  readonly rootUrl: string;
  readonly pollToken: string;
  close(): Promise<void>;
}

export interface Asked {
  readonly scim: ScimClient;
  readonly admin: AskAdmin;
  /** Opens the live log, and lets go of it when something came that happened meanwhile. */
  readonly tail: (
    query: Readonly<Record<string, string>>,
    happening: () => Promise<unknown>,
  ) => Promise<void>;
}

const tokens = {
  HOOK: `whsec_${Buffer.from(secret(), 'hex').toString('base64')}`,
  ...{ OKTA: secret(), ENTRA: secret(), SMALL: secret(), POLL: secret(), ADMIN_TOKEN: secret() },
};

export async function openScene(): Promise<Scene> {
  const db = testDatabase();
  const receiver = await startReceiver();
  const file = fileOf(receiver);
  const seeding = new mongo.MongoClient(db.uri, { ...CLIENT_OPTIONS, waitQueueTimeoutMS: SEED_MS_MAX });
  const database = seeding.db();
  await prepareCollections(seeding, database.databaseName, { requestLogDays: 1, ownSchemas: true });
  await seed(database, customer(file, 'ajuba'), {
    people: 3_000,
    events: 9_000,
    groups: 150,
    largestGroup: 2_500,
  });
  await seed(database, customer(file, 'small'), { people: 400, events: 900, groups: 5, largestGroup: 0 });
  const profile = await startProfile(database);
  const pace = { watchEveryMs: 100, countEveryMs: 100, noticeFailingMs: 0 };
  const gateway = await startWhole(db, file, tokens, pace);
  const of = (id: string, token: string): Asked => ({
    scim: scimClient({ baseUrl: gateway.baseUrl, token }),
    admin: adminClient(gateway.rootUrl, tokens.ADMIN_TOKEN, id),
    tail: (query, happening) =>
      tail(
        `${gateway.rootUrl}/admin/api/customers/${id}/log/tail?${new URLSearchParams(query).toString()}`,
        happening,
      ),
  });
  return {
    ...{ database, profile, rootUrl: gateway.rootUrl, pollToken: tokens.POLL },
    large: of('ajuba', tokens.OKTA),
    small: of('small', tokens.SMALL),
    async close() {
      await gateway.close();
      await receiver.close();
      await seeding.close();
      await db.drop();
    },
  };
}

async function tail(url: string, happening: () => Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${tokens.ADMIN_TOKEN}` },
    signal: AbortSignal.any([done.signal, AbortSignal.timeout(TAIL_MS_MAX)]),
  });
  if (response.body === null || response.status !== 200) throw new Error(await response.text());
  await happening();
  let heard = '';
  for await (const chunk of response.body) {
    heard += Buffer.from(chunk as Uint8Array).toString();
    if (heard.includes('data:')) break;
  }
  done.abort();
}

function fileOf({ url }: TestReceiver): object {
  return {
    customers: [
      {
        id: 'ajuba',
        libraries: [
          { id: 'ACTIVE', roles: [{ id: 'PARTNER' }] },
          { id: 'ARCHIVE', roles: [{ id: 'PARTNER' }] },
        ],
        connections: [
          { name: 'okta', token: { env: 'OKTA' } },
          { name: 'entra', token: { env: 'ENTRA' } },
        ],
        eventStreams: [
          {
            id: 'pushed',
            audience: 'a',
            delivery: { push: { endpoint: url } },
            events: ['prov:create:notice', 'misc:asyncresp'],
          },
          {
            id: 'polled',
            audience: 'b',
            delivery: { poll: { token: { env: 'POLL' } } },
            events: ['prov:create:notice', 'prov:deactivate', 'prov:patch:notice'],
          },
        ],
        notices: { webhook: { url, secret: { env: 'HOOK' } } },
      },
      {
        id: 'small',
        rules: {
          membershipsOnDisable: 'remove',
          reenableLibraries: 'manual',
          massDisable: { mode: 'hold', count: 1, percent: 1, windowMinutes: 60 },
        },
        schemas: [
          {
            id: MATTER,
            attributes: [{ name: 'number', uniqueness: 'server' }, { name: 'title' }],
          },
          { id: 'urn:firm:2.0:User', attributes: [{ name: 'timekeeper', uniqueness: 'server' }] },
        ],
        resourceTypes: [{ name: 'Matter', endpoint: '/Matters', schema: MATTER }],
        extensions: { User: [{ schema: 'urn:firm:2.0:User' }] },
        connections: [{ name: 'okta', token: { env: 'SMALL' } }],
      },
    ],
  };
}

function customer(file: object, id: string): Customer {
  const env = { ...tokens, GATEWAY_CONFIG: 'gateway.json' };
  const parsed = parseConfig(env, () => JSON.stringify(file));
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  const found = parsed.config.customers.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

interface Size {
  readonly people: number;
  readonly events: number;
  readonly groups: number;
  readonly largestGroup: number;
}

async function seed(database: mongo.Db, firm: Customer, size: Size): Promise<void> {
  const to = new Date();
  await storeFirm(database, {
    customer: firm,
    schemaMap: compileSchemaMap(readPublishedSchemas(SCHEMAS)),
    plan: {
      seed: SEED,
      ...size,
      from: new Date(to.getTime() - DAYS * DAY_MS),
      to,
      peopleBefore: 0,
      groupsBefore: 0,
    },
    reached: NOTHING,
    isAgain: false,
    notebook: { reach: () => Promise.resolve(), keep: () => Promise.resolve() },
    onProgress: () => undefined,
    stopping: new AbortController().signal,
  });
}
