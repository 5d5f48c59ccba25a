// Catalogue, rules, settings, brake and overview over the admin API: what they show, what they change, and what they refuse.

import { randomBytes } from 'node:crypto';
import { RULE_VALUES } from '../../../src/directory/rule-values';
import { RULE_WORDS } from '../../../src/directory/rule-words';
import { NUMBER_DEFAULTS } from '../../../src/admin/operations/rules';
import { startTestGateway, type TestGateway } from '../gateway';
import { created, IMANAGE, person, scimClient, type ScimClient } from '../scim-client';
import { adminClient, type AdminAnswer, type AskAdmin } from './admin-client';

interface Catalogue {
  readonly defaultLibrary: string;
  readonly done: string;
  readonly differences: readonly string[];
  readonly libraries: readonly { readonly id: string; readonly roles: readonly { readonly id: string }[] }[];
}
interface RuleShown {
  readonly name: string;
  readonly value: string;
  readonly setBy: string;
  readonly says: string;
}

const ADMIN_TOKEN = randomBytes(32).toString('hex');
const HOOK = `whsec_${randomBytes(32).toString('base64')}`;
let gateway: TestGateway;
let scim: ScimClient;
let ask: AskAdmin;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: {
      customers: [{ id: 'default', libraries: [{ id: 'ACTIVE' }, { id: 'ARCHIVE' }] }],
      notices: {
        webhook: { url: 'https://alerts.example/hooks/AS-GOOD-AS-A-PASSWORD', secret: { env: 'HOOK' } },
        email: { smtp: { env: 'MAIL' }, from: 'gateway@firm.example', to: ['it@firm.example'] },
      },
    },
    env: { ADMIN_TOKEN, HOOK, MAIL: 'smtps://gateway:S3CRET@mail.firm.example' },
  });
  scim = scimClient(gateway);
  ask = adminClient(gateway.rootUrl, ADMIN_TOKEN, 'default');
});
afterAll(() => gateway.close());

async function failure(answer: Promise<AdminAnswer>): Promise<string> {
  const { status, body } = await answer;
  return `${status} ${body.error.detail}`;
}

async function shown<T>(answer: Promise<AdminAnswer>): Promise<T> {
  const { status, body, text } = await answer;
  if (status !== 200) throw new Error(text);
  return body as unknown as T;
}

describe('the catalogue', () => {
  it('gains and changes libraries and roles, at once for the identity provider, and says where it differs from the file', async () => {
    await shown(ask('catalogue.addLibrary', { library: 'CLOSED', displayName: 'Closed matters' }));
    await shown(ask('catalogue.addRole', { library: 'CLOSED', role: 'PARALEGAL', privileges: ['read'] }));
    const after = await shown<Catalogue>(ask('catalogue.changeLibrary', { library: 'CLOSED', hidden: true }));
    expect(after.libraries.find(({ id }) => id === 'CLOSED')).toMatchObject({
      displayName: 'Closed matters',
      hidden: true,
      isDefault: false,
      roles: [
        { id: 'DEFAULT', builtIn: true },
        { id: 'DEFAULT EXTERNAL' },
        { id: 'PARALEGAL', privileges: ['read'], builtIn: false },
      ],
    });
    expect(after).toMatchObject({
      done: 'Library CLOSED was changed.',
      differences: ['library "CLOSED" is not in the file; it exists'],
    });
    const member = {
      ...person('holder'),
      [IMANAGE]: { libraries: [{ value: 'CLOSED', role: 'PARALEGAL' }] },
    };
    await created(scim, '/Users', member);
  });

  it('keeps what is in use, saying by how many, and what every library has; removes the rest, with a reason in the event', async () => {
    expect(
      await failure(ask('catalogue.removeLibrary', { library: 'CLOSED', reason: 'not needed' })),
    ).toMatch(/^403 .*in use by 1 person/);
    expect(
      await failure(
        ask('catalogue.removeRole', { library: 'CLOSED', role: 'PARALEGAL', reason: 'not needed' }),
      ),
    ).toMatch(/^403 .*1 person/);
    expect(
      await failure(
        ask('catalogue.removeRole', {
          library: 'CLOSED',
          role: 'DEFAULT EXTERNAL',
          reason: 'no'.padEnd(5, '!'),
        }),
      ),
    ).toMatch(/^403 .*in every library/);
    expect((await ask('catalogue.removeLibrary', { library: 'ARCHIVE' })).status).toBe(400);
    const after = await shown<Catalogue>(
      ask('catalogue.removeLibrary', { library: 'ARCHIVE', reason: 'sold in May' }),
    );
    expect(after.libraries.map(({ id }) => id)).toEqual(['ACTIVE', 'CLOSED']);
    const event = await gateway.database.collection('events').findOne({ 'actor.reason': 'sold in May' });
    expect(event).toMatchObject({ operation: 'configure', resourceType: 'Customer' });
  });

  it('refuses names that iManage has none of, and libraries that do not exist', async () => {
    expect(await failure(ask('catalogue.addLibrary', { library: '.hidden' }))).toMatch(/^400 library/);
    expect(await failure(ask('catalogue.addLibrary', { library: 'active' }))).toMatch(
      /^409 .*exists already/,
    );
    expect(await failure(ask('catalogue.setDefaultLibrary', { library: 'NOWHERE' }))).toMatch(
      /^400 .*known: ACTIVE/,
    );
  });
});

describe('the rules', () => {
  it('are each shown with their meaning, the values they take and the defaults of the file', async () => {
    const { rules } = await shown<{ rules: readonly RuleShown[] }>(ask('rules.show'));
    expect(rules.map(({ name }) => name)).toEqual(Object.keys(RULE_VALUES));
    for (const rule of rules) {
      expect(rule).toMatchObject({
        setBy: 'file',
        title: expect.stringMatching(/\w/) as string,
        meaning: expect.stringMatching(/\?/) as string,
      });
      expect([rule.name, rule.says]).toEqual([rule.name, expect.stringMatching(/\w{3}/)]);
      expect([rule.name, rule]).toEqual([rule.name, expect.objectContaining({ default: rule.value })]);
    }
  });

  it('have words for exactly the values that they take', () => {
    const words = Object.entries(RULE_WORDS).map(([name, { values }]) => [name, Object.keys(values).sort()]);
    const taken = Object.entries(RULE_VALUES).map(([name, values]) => [
      name,
      typeof values === 'number' ? [] : [...values].sort(),
    ]);
    expect(words).toEqual(taken);
    expect(Object.keys(NUMBER_DEFAULTS)).toEqual(
      Object.keys(RULE_VALUES).filter((name) => typeof RULE_VALUES[name] === 'number'),
    );
  });

  it('are set at once; what is dangerous asks for a reason, which the event keeps', async () => {
    expect(await failure(ask('rules.change', { rule: 'massDisable.mode', value: 'hold' }))).toMatch(
      /^400 reason: .*keep their sign-in/,
    );
    expect(await failure(ask('rules.change', { rule: 'massDisable.mode', value: 'maybe' }))).toMatch(
      /^400 .*none of warn, off, hold/,
    );
    for (const rule of ['constructor', '__proto__', 'toString'])
      expect(await failure(ask('rules.change', { rule, value: 'x' }))).toMatch(
        new RegExp(`^400 rule "${rule}" is unknown`),
      );
    const { rules } = await shown<{ rules: readonly RuleShown[] }>(
      ask('rules.change', { rule: 'massDisable.mode', value: 'hold', reason: 'audit asks for it' }),
    );
    expect(rules.find(({ name }) => name === 'massDisable.mode')).toMatchObject({
      value: 'hold',
      setBy: 'change',
    });
    expect(
      await gateway.database.collection('events').findOne({ 'actor.reason': 'audit asks for it' }),
    ).not.toBeNull();
    const brake = await shown<{ mode: string; says: string }>(ask('brake.show'));
    expect(brake).toMatchObject({ mode: 'hold', says: expect.stringContaining('0 of 25') as string });
    await shown(ask('rules.change', { rule: 'massDisable.count', value: '7' }));
    expect(await shown<{ limit: number }>(ask('brake.show'))).toMatchObject({ limit: 7 });
  });
});

describe('the settings', () => {
  it('show what is in effect and where it is set, and no secret', async () => {
    const { text, body } = await ask('settings.show');
    const groups = body['groups'] as readonly { readonly settings: readonly { readonly name: string }[] }[];
    const settings = groups.flatMap((group) => group.settings);
    expect(settings.find(({ name }) => name === 'Requests a second')).toMatchObject({
      value: '100000 requests',
      where: 'GATEWAY_LIMIT_REQUESTS_PER_SECOND',
      isDefault: false,
    });
    expect(settings.find(({ name }) => name === 'Body of a request')).toMatchObject({
      value: '1 MiB',
      isDefault: true,
    });
    expect(settings.find(({ name }) => name === 'E-mail of the gateway')).toMatchObject({
      value: 'it@firm.example through mail.firm.example',
    });
    expect(text).toContain('https://alerts.example/');
    for (const secret of [ADMIN_TOKEN, HOOK, HOOK.slice(6), 'S3CRET', 'AS-GOOD-AS', gateway.token])
      expect(text).not.toContain(secret);
  });
});

describe('the overview', () => {
  it('tells the health of gateway and database, and what it does not know', async () => {
    const { body } = await ask('overview.health');
    expect(body).toMatchObject({
      state: 'ok',
      ready: true,
      database: {
        reachable: true,
        version: expect.stringMatching(/^\d+\.\d+/) as string,
        replicaSet: { members: [{ state: 'primary', healthy: true, lagSeconds: null }] },
        counts: { users: 1 },
        lastBackupAt: null,
      },
      gateway: { version: expect.stringMatching(/^\d/) as string },
    });
    expect((body['says'] as readonly string[]).join(' ')).toContain('last backup was made is not known');
    expect((body['database'] as { bytesOnDisk: number }).bytesOnDisk).toBeGreaterThan(0);
  });

  it('counts the requests of each connection, and each hour of the range', async () => {
    await scim.get('/Users/unknown');
    const look = async (): Promise<
      { readonly refused: number; readonly requests: number; readonly hours: readonly object[] } | undefined
    > => {
      const { body } = await ask('overview.connections', { range: '7d' });
      return (
        body['connections'] as readonly { refused: number; requests: number; hours: readonly object[] }[]
      ).find(({ refused }) => refused > 0);
    };
    let found = await look();
    for (const deadline = Date.now() + 5_000; found === undefined && Date.now() < deadline;)
      found = await look();
    expect(found?.hours).toHaveLength(168);
    expect(found?.hours.at(-1)).toMatchObject({ refused: found?.refused, requests: found?.requests });
  });

  it('has no alert where nothing happened', async () => {
    expect((await ask('overview.alerts')).body).toMatchObject({ open: 0, acknowledged: 0, newest: [] });
  });
});
