// The mass-disable brake over HTTP (imanage-model.md §3a): warn tells, hold holds exactly at the limit, an admin releases.

import { Command } from 'commander';
import type { AdminContext } from '../../src/admin/context';
import { addAlerts } from '../../src/cli/commands/alerts';
import { addBrake } from '../../src/cli/commands/brake';
import type { Column, CommandContext } from '../../src/cli/context';
import { localAsker } from '../../src/cli/local-asker';
import type { MassDisableRule } from '../../src/directory/customer';
import { openStore, type Store } from '../../src/store/open-store';
import { testDatabaseUri } from '../setup/database';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  person,
  scimClient,
  storedState,
  type Answered,
  type ScimClient,
} from './scim-client';

const LIMIT = 10;
const CLIENTS = 64;
const TEST_MS_MAX = 30_000;
const DISABLE = [{ op: 'replace', path: 'active', value: false }];
const ENABLE = [{ op: 'replace', path: 'active', value: true }];

/** One customer for each case; the gateway's own token opens the one named `default`. */
const RULES = {
  default: { mode: 'hold', count: LIMIT, percent: 1, windowMinutes: 60 },
  other: { mode: 'hold', count: 1, percent: 1, windowMinutes: 60 },
  warned: { mode: 'warn', count: LIMIT, percent: 1, windowMinutes: 60 },
  counted: { mode: 'warn', count: LIMIT, percent: 1, windowMinutes: 60 },
  silent: { mode: 'off', count: LIMIT, percent: 1, windowMinutes: 60 },
} as const satisfies Readonly<Record<string, MassDisableRule>>;

type Name = keyof typeof RULES;

/** Two gateways on one database. */
let gateways: readonly [TestGateway, TestGateway];
let store: Store;

beforeAll(async () => {
  const names = Object.keys(RULES) as Name[];
  const customers = names.map((id) => ({
    id,
    name: id,
    libraries: [{ id: 'ACTIVE' }],
    rules: { massDisable: RULES[id] },
    ...(id === 'default' ? {} : { connections: [{ name: id, token: { env: `TOKEN_${id}` } }] }),
  }));
  const env = Object.fromEntries(names.map((id) => [`TOKEN_${id}`, tokenOf(id)]));
  const first = await startTestGateway({ file: { customers }, env });
  const second = await startTestGateway({ file: { customers }, env, token: first.token });
  gateways = [first, second];
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/${first.database.databaseName}`;
  store = openStore({ uri: uri.href, requestLogDays: 1, ownSchemas: null, onNotice: () => undefined });
  await store.prepared;
}, TEST_MS_MAX);

afterAll(async () => {
  await store.close();
  await gateways[1].close();
  await gateways[0].close();
}, TEST_MS_MAX);

function tokenOf(name: Name): string {
  return `token-of-customer-${name}-0123456789abcdef0123456789abcdef`;
}

/** Of one customer at both gateways. */
function clientsOf(name: Name): readonly [ScimClient, ScimClient] {
  const [first, second] = gateways;
  const token = name === 'default' ? first.token : tokenOf(name);
  return [scimClient({ ...first, token }), scimClient({ ...second, token })];
}

async function people(name: Name, count: number): Promise<readonly string[]> {
  const [client] = clientsOf(name);
  const bodies = Array.from({ length: count }, (_, index) => person(`${name}.${index}`));
  return Promise.all(bodies.map(async (body) => (await created(client, '/Users', body)).id));
}

/** As PATCH, PUT and DELETE, one after the other, through the two gateways in turn. */
function disable(name: Name, id: string, index: number): Promise<Answered> {
  const client = clientsOf(name)[index % 2 === 0 ? 0 : 1];
  if (index % 3 === 0) return client.patch(`/Users/${id}`, DISABLE);
  if (index % 3 === 1) return client.put(`/Users/${id}`, person(`${name}.${index}`, { active: false }));
  return client.delete(`/Users/${id}`);
}

function disableAll(name: Name, ids: readonly string[]): Promise<readonly Answered[]> {
  return Promise.all(ids.map((id, index) => disable(name, id, index)));
}

function held(answers: readonly Answered[]): readonly Answered[] {
  return answers.filter(({ status }) => status === 429);
}

/** Runs a command of the command line in the customer's directory; answers its rows as named values. */
async function command(
  name: Name,
  ...words: readonly string[]
): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly said: string }> {
  const rows: Record<string, unknown>[] = [];
  const said: string[] = [];
  const admin = {
    customer: { id: name, rules: { massDisable: RULES[name] } },
    actor: { connection: 'command-line', client: 'ada', requestId: 'r-1' },
    services: { store: store.directory, now: () => new Date() },
    stores: { alerts: store.alerts },
  } as unknown as AdminContext;
  const context = {
    ...localAsker(() => Promise.resolve(admin)),
    output: {
      async rows<T>(columns: readonly Column<T>[], given: Iterable<T> | AsyncIterable<T>) {
        for await (const row of given)
          rows.push(Object.fromEntries(columns.map((column) => [column.name, column.value(row)])));
      },
      say: (sentence: string) => said.push(sentence),
    },
  } as unknown as CommandContext;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const add of [addBrake, addAlerts]) add(program, (run) => run(context));
  await program.parseAsync([...words], { from: 'user' });
  return { rows, said: said.join('\n') };
}

describe('64 disables at once through two gateways, mode hold', () => {
  let ids: readonly string[];
  let answers: readonly Answered[];
  beforeAll(async () => {
    ids = await people('default', CLIENTS);
    answers = await disableAll('default', ids);
  }, TEST_MS_MAX);

  it('pass exactly up to the limit; the rest is 429 with an integer Retry-After and what to do', () => {
    expect(held(answers)).toHaveLength(CLIENTS - LIMIT);
    expect(answers.filter(({ status }) => status === 200 || status === 204)).toHaveLength(LIMIT);
    for (const answered of held(answers)) {
      expectRefusal(answered, 429, undefined, /massDisable.*"imanage-scim brake release --customer default"/);
      expect(answered.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    }
  });

  it('leave nothing of the refused ones', async () => {
    const { database } = gateways[0];
    const users = database.collection<{ _id: string }>('users');
    for (const [index, id] of ids.entries()) {
      const isHeld = answers[index]?.status === 429;
      expect(await users.findOne({ _id: id })).toMatchObject({
        signInEnabled: isHeld,
        version: isHeld ? 1 : 2,
        deletedAt: isHeld || index % 3 !== 2 ? null : (expect.any(Date) as unknown),
      });
      expect(await eventsOf(database, id)).toHaveLength(isHeld ? 1 : 2);
    }
  });

  it('give one alert, and one warning in the log', async () => {
    const { rows } = await command('default', 'alerts');
    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'mass-disable',
        mode: 'hold',
        count: LIMIT,
        limit: LIMIT,
        releasedAt: null,
      }),
    ]);
    const warnings = gateways.flatMap((gateway) =>
      gateway.logLines().filter((line) => line.includes('brake of customer \\"default')),
    );
    expect(warnings).toEqual([expect.stringContaining('"level":"warn"')]);
  });

  it('hold PATCH, PUT and DELETE alike from then on, and change nothing', async () => {
    const before = await storedState(gateways[0].database);
    const again = ids.flatMap((id, index) => (answers[index]?.status === 429 ? [{ id, index }] : []));
    for (const { id, index } of again.slice(0, 12))
      expect((await disable('default', id, index)).status).toBe(429);
    expect(await storedState(gateways[0].database)).toBe(before);
  });

  it('hold neither enables, nor other changes, nor disables of who is disabled already', async () => {
    const [client] = clientsOf('default');
    const disabled = ids.find((_, index) => answers[index]?.status === 200) as string;
    expect((await client.patch(`/Users/${disabled}`, DISABLE)).status).toBe(200);
    expect((await client.patch(`/Users/${disabled}`, ENABLE)).status).toBe(200);
    const title = [{ op: 'replace', path: 'title', value: 'Partner' }];
    expect((await client.patch(`/Users/${disabled}`, title)).status).toBe(200);
    expect((await client.patch(`/Users/${disabled}`, DISABLE)).status).toBe(429);
  });

  it('hold nothing of another customer', async () => {
    const [client] = clientsOf('other');
    const [one, two] = (await people('other', 2)) as [string, string];
    expect((await client.delete(`/Users/${one}`)).status).toBe(204);
    expect((await client.delete(`/Users/${two}`)).status).toBe(429);
  });

  it('show in `brake`, and pass after `brake release`, which the alert tells of', async () => {
    const shown = await command('default', 'brake');
    expect(shown.rows).toMatchObject([
      { mode: 'hold', limit: LIMIT, counted: LIMIT, heldSince: expect.any(String) as string },
    ]);
    expect(shown.said).toMatch(/brake release/);
    await command('default', 'brake', 'release', '--minutes', '5');
    const again = ids.flatMap((id, index) => (answers[index]?.status === 429 ? [{ id, index }] : []));
    expect(held(await Promise.all(again.map(({ id, index }) => disable('default', id, index))))).toEqual([]);
    expect((await command('default', 'brake')).rows).toMatchObject([
      { heldSince: null, releasedUntil: expect.any(String) as string, releasedBy: 'ada' },
    ]);
    expect((await command('default', 'alerts')).rows).toMatchObject([
      { releasedAt: expect.any(String) as string, releasedBy: 'ada' },
    ]);
  });
});

describe('64 disables at once through two gateways, mode warn', () => {
  it('all pass, with one alert for the excess', async () => {
    const answers = await disableAll('warned', await people('warned', CLIENTS));
    expect(answers.every(({ status }) => status === 200 || status === 204)).toBe(true);
    expect((await command('warned', 'brake')).rows).toMatchObject([
      { mode: 'warn', limit: LIMIT, counted: CLIENTS, heldSince: null },
    ]);
    expect((await command('warned', 'alerts')).rows).toMatchObject([
      { mode: 'warn', limit: LIMIT, message: expect.stringMatching(/nothing was held back/) as string },
    ]);
  });
});

describe('as many disables as the limit, mode warn', () => {
  it('give no alert, and what disables nobody is not counted', async () => {
    const [client] = clientsOf('counted');
    for (const id of await people('counted', LIMIT)) {
      await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Partner' }]);
      await client.patch(`/Users/${id}`, DISABLE);
      await client.patch(`/Users/${id}`, DISABLE);
      await client.delete(`/Users/${id}`);
    }
    await created(client, '/Users', person('born.disabled', { active: false }));
    expect((await command('counted', 'brake')).rows).toMatchObject([{ counted: LIMIT, lastAlert: null }]);
    expect((await command('counted', 'alerts')).rows).toEqual([]);
  });
});

describe('disables, mode off', () => {
  it('pass and leave no trace in the brake', async () => {
    const answers = await disableAll('silent', await people('silent', LIMIT + 2));
    expect(held(answers)).toEqual([]);
    expect(await store.directory.brake('silent')).toBeUndefined();
    expect((await command('silent', 'alerts')).rows).toEqual([]);
  });
});

describe('brake release', () => {
  it.each(['0', '1.5', '-3', 'ten', '10081'])('is refused for %s minutes', async (minutes) => {
    await expect(command('silent', 'brake', 'release', '--minutes', minutes)).rejects.toThrow(/minutes/);
  });

  it('is possible beforehand: a planned leave of many is neither held nor alerted of', async () => {
    await command('counted', 'brake', 'release');
    const [client] = clientsOf('counted');
    const joiner = (await created(client, '/Users', person('planned.leaver'))).id;
    expect((await client.delete(`/Users/${joiner}`)).status).toBe(204);
    expect((await command('counted', 'brake')).rows).toMatchObject([{ counted: 0, releasedBy: 'ada' }]);
    expect((await command('counted', 'alerts')).rows).toEqual([]);
  });
});
