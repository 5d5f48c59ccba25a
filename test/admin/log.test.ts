import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import type { LogRow } from '../../src/admin/log/rows';
import type { AnswerOf } from '../../src/admin/contract';
import type { LOG } from '../../src/admin/contract/log';
import { startTestGateway, type TestGateway } from '../http/gateway';

type List = AnswerOf<(typeof LOG)['log.list']>;
type Shown = AnswerOf<(typeof LOG)['log.show']>;
type Whole = AnswerOf<(typeof LOG)['log.request']>;
type Choices = AnswerOf<(typeof LOG)['log.choices']>;

const WAIT_MS_MAX = 8_000;
const CANARIES = 200;
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
const OKTA = { 'User-Agent': 'Okta SCIM Client 1.0.0' };

describe('the sync log for admins', () => {
  const adminToken = randomBytes(32).toString('hex');
  let gateway: TestGateway;
  let marcie = '';
  let tax = '';

  beforeAll(async () => {
    gateway = await startTestGateway({ env: { ADMIN_TOKEN: adminToken } });
    const made = await scim('POST', '/Users', {
      userName: 'marcie.davenport@firm.example',
      displayName: 'MARCIE DAVENPORT',
      title: 'Associate',
      password: 'Secret-of-Marcie-1',
    });
    marcie = (made.body as { id: string }).id;
    const team = await scim('POST', '/Groups', { displayName: 'Tax', members: [{ value: marcie }] });
    tax = (team.body as { id: string }).id;
    await scim('PATCH', `/Users/${marcie}`, {
      Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    });
    await scim('POST', '/Users', {
      userName: 'rita.refused@firm.example',
      displayName: 'RITA REFUSED',
      [IMANAGE]: { role: 'NO_SUCH_ROLE' },
    });
    await scim('PATCH', '/Users/gone', { Operations: [{ op: 'Replace', path: 'title', value: 'x' }] });
    await rowsOf({ rule: 'not-found' }, 1);
  });
  afterAll(() => gateway.close());

  async function scim(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${gateway.baseUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${gateway.token}`, 'Content-Type': 'application/scim+json', ...OKTA },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  function ask(path: string, query: Record<string, string> = {}): Promise<Response> {
    const url = `${gateway.rootUrl}/admin/api/customers/default${path}?${new URLSearchParams(query).toString()}`;
    return fetch(url, { headers: { Authorization: `Bearer ${adminToken}` } });
  }

  async function asked<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    const answer = await ask(path, query);
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    return (await answer.json()) as T;
  }

  /** As many rows as are expected, or as there are after a while: requests are written a moment later. */
  async function rowsOf(query: Record<string, string>, atLeast: number): Promise<readonly LogRow[]> {
    const deadline = Date.now() + WAIT_MS_MAX;
    for (;;) {
      const { rows } = await asked<List>('/log', query);
      if (rows.length >= atLeast || Date.now() > deadline) return rows;
      await sleep(50);
    }
  }

  async function only(query: Record<string, string>): Promise<LogRow> {
    const rows = await rowsOf(query, 1);
    expect({ query, count: rows.length }).toEqual({ query, count: 1 });
    return rows[0] as LogRow;
  }

  it('says in a sentence what was changed, newest first', async () => {
    const rows = await rowsOf({ status: 'done' }, 3);
    expect(rows.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Okta disabled MARCIE DAVENPORT; seat freed/) as unknown,
      'Okta created group Tax; with MARCIE DAVENPORT',
      'Okta created MARCIE DAVENPORT; seat taken',
    ]);
    expect(rows[0]).toMatchObject({
      who: { id: marcie, type: 'User', name: 'MARCIE DAVENPORT' },
      ...{ client: 'okta', action: 'patch', changed: ['sign-in'] },
    });
    expect(rows[0]?.tolerances).toEqual(expect.arrayContaining(['op-letter-case', 'text-boolean']));
  });

  it('shows a change in full: libraries that are kept, before and after, the request and its answer', async () => {
    const { id } = await only({ action: 'patch', status: 'done' });
    const shown = await asked<Shown>(`/log/${id}`);
    expect(shown.row.sentence).toMatch(/^Okta disabled MARCIE DAVENPORT; 1 library kept, seat freed/);
    expect(shown.diff).toEqual([{ attribute: 'sign-in', before: 'yes', after: 'no' }]);
    expect(shown.exchange).toMatchObject({ method: 'PATCH', status: 200 });
    expect(shown.exchange?.request).toContain('"False"');
    expect(shown.exchange?.answer).toContain('MARCIE DAVENPORT');
    expect(shown.tolerances.map(({ meaning }) => meaning).join(' ')).toContain('Entra');
    expect(shown.person).toEqual({ id: marcie, name: 'MARCIE DAVENPORT' });
    expect(shown.refusal).toBeNull();
  });

  it('explains a refusal: the rule, its meaning, and how to mend it at the identity provider', async () => {
    const row = await only({ rule: 'role-unknown' });
    expect(row).toMatchObject({
      status: 'refused',
      httpStatus: 400,
      refusedBy: 'role-unknown',
      action: 'create',
    });
    expect(row.sentence).toBe('Okta was not allowed to create RITA REFUSED: role is unknown');
    expect(row.troubleshooting).toContain('in Okta open the application');
    const { refusal, exchange } = await asked<Shown>(`/log/${row.id}`);
    expect(refusal).toMatchObject({ rule: 'role-unknown', label: 'Role is unknown' });
    expect(refusal?.detail).toContain('NO_SUCH_ROLE');
    expect(refusal?.remedy.entra).toContain('app role');
    expect(exchange?.request).toContain('rita.refused');
    expect(exchange?.answer).toContain('invalidValue');
  });

  it('finds by each filter, and finds nothing by its negative twin', async () => {
    const found = async (query: Record<string, string>): Promise<number> => (await rowsOf(query, 1)).length;
    const none = async (query: Record<string, string>): Promise<number> =>
      (await asked<List>('/log', query)).rows.length;
    // Her creation, her joining of the group, her disable.
    expect(await found({ person: marcie })).toBe(3);
    expect(await none({ person: 'nobody' })).toBe(0);
    expect(await found({ group: tax })).toBe(1);
    expect(await none({ group: marcie })).toBe(0);
    expect(await found({ text: 'MARC dav' })).toBe(2);
    expect(await none({ text: 'marc smith' })).toBe(0);
    expect(await found({ text: 'rita' })).toBe(1);
    expect(await none({ text: 'ita' })).toBe(0);
    // A hyphen within a word, as double names and ids have it.
    expect(await none({ text: 'rita-anna' })).toBe(0);
    expect(await none({ text: '.*+?^${}()|[]\\/-' })).toBe(0);
    expect(await found({ status: 'refused' })).toBe(2);
    expect(await none({ status: 'held' })).toBe(0);
    expect(await found({ connection: 'default', action: 'create' })).toBe(3);
    expect(await none({ connection: 'other' })).toBe(0);
    expect(await found({ tolerance: 'text-boolean' })).toBe(1);
    expect(await none({ tolerance: 'wrapped-boolean' })).toBe(0);
    expect(await found({ from: '2026-01-01' })).toBe(5);
    expect(await none({ to: '2026-01-01' })).toBe(0);
  });

  it('tells in its menus what there is', async () => {
    const choices = await asked<Choices>('/log/choices');
    const used = (list: readonly { readonly name: string; readonly used: boolean }[]): readonly string[] =>
      list.filter((one) => one.used).map(({ name }) => name);
    expect(used(choices.rules)).toEqual(expect.arrayContaining(['role-unknown', 'not-found']));
    expect(used(choices.rules)).not.toContain('group-reserved');
    expect(used(choices.statuses)).toEqual(['done', 'refused']);
    expect(used(choices.connections)).toEqual(['default']);
  });

  it('refuses what it cannot know: a row that is none, a made-up cursor, a date that is none', async () => {
    expect((await ask('/log/e.nothing')).status).toBe(404);
    expect((await ask('/log/requests/nothing')).status).toBe(404);
    expect((await ask('/log', { cursor: 'made-up' })).status).toBe(400);
    expect((await ask('/log', { from: 'yesterday' })).status).toBe(400);
    expect((await ask('/log', { action: 'explode' })).status).toBe(400);
    // No database can look for it, nor keep it.
    expect((await ask('/log', { text: 'marcie\0' })).status).toBe(400);
    expect((await ask('/log', { text: 'marcie \u{1f600}' })).status).toBe(200);
  });

  it('goes from page to page without losing or repeating a row', async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: List = await asked<List>('/log', { limit: '2', ...(cursor === null ? {} : { cursor }) });
      ids.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it('exports what is filtered, as CSV and as lines of JSON', async () => {
    const csv = await (await ask('/log/export', { format: 'csv', status: 'refused' })).text();
    expect(csv.split('\r\n')[0]).toContain('Date,Type,Identity,User ID,Action,Source');
    expect(csv).toContain('RITA REFUSED');
    expect(csv).not.toContain('MARCIE');
    const lines = (await (await ask('/log/export', { format: 'ndjson' })).text()).trim().split('\n');
    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ refusedBy: 'not-found' });
  });

  it('follows: a row that fits comes as it is written, one that does not never comes', async () => {
    const ending = new AbortController();
    const url = `${gateway.rootUrl}/admin/api/customers/default/log/tail?text=tail`;
    const answer = await fetch(url, {
      headers: { Authorization: `Bearer ${adminToken}` },
      signal: ending.signal,
    });
    await sleep(100);
    await scim('POST', '/Users', { userName: 'unheard', displayName: 'UNHEARD' });
    await scim('POST', '/Users', { userName: 'tailed', displayName: 'TAILED' });
    let text = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes('data: ')) break;
    }
    ending.abort();
    expect(text).toContain('created TAILED');
    expect(text).not.toContain('UNHEARD');
  });

  it('follows from a known row: what is newer once, what was written late, and nothing again of what lies before', async () => {
    const listed = await rowsOf({}, 6);
    const known = listed.find(({ refusedBy }) => refusedBy === 'role-unknown');
    const newer = listed.slice(
      0,
      listed.findIndex(({ id }) => id === known?.id),
    );
    const ending = new AbortController();
    const answer = await fetch(
      `${gateway.rootUrl}/admin/api/customers/default/log/tail?after=${known?.id ?? ''}`,
      { headers: { Authorization: `Bearer ${adminToken}` }, signal: ending.signal },
    );
    const requests = gateway.database.collection('requests');
    const earlier = await requests.findOne({ rule: 'role-unknown' });
    const late = { ...earlier, _id: new mongo.ObjectId(), at: new Date(Date.parse(known?.at ?? '') - 1) };
    const ids: string[] = [];
    for await (const id of idsOf(answer)) {
      ids.push(id);
      // Only now has been looked for the first time.
      if (ids.length === newer.length) await requests.insertOne(late);
      if (ids.length > newer.length) break;
    }
    ending.abort();
    await requests.deleteOne({ _id: late._id });
    expect(newer.length).toBeGreaterThan(0);
    expect(ids).toEqual([...newer.map(({ id }) => id).reverse(), `r.${late._id.toHexString()}`]);
  });

  it('finds the operations of a bulk request under its id, the refused one with its rule', async () => {
    const answer = await fetch(`${gateway.baseUrl}/Bulk`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${gateway.token}`, 'Content-Type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [
          {
            method: 'POST',
            path: '/Users',
            bulkId: 'a',
            data: { userName: 'bulk.one', displayName: 'BULK ONE' },
          },
          {
            method: 'POST',
            path: '/Users',
            bulkId: 'b',
            data: { userName: 'bulk.two', [IMANAGE]: { role: 'NONE' } },
          },
        ],
      }),
    });
    const requestId = answer.headers.get('X-Request-Id') ?? '';
    const [row] = await rowsOf({ text: 'bulk.two' }, 1);
    expect(row).toMatchObject({ requestId: `${requestId}/2`, refusedBy: 'role-unknown' });
    const whole = await asked<Whole>(`/log/requests/${requestId}`);
    expect(whole.rows).toHaveLength(2);
    expect(whole.exchanges.map(({ method, status }) => `${method} ${status}`).sort()).toEqual([
      'POST 200',
      'POST 201',
      'POST 400',
    ]);
    const shown = await asked<Shown>(`/log/${row?.id ?? ''}`);
    expect(shown.sameRequest.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('BULK ONE') as unknown,
    ]);
  });

  it(`keeps none of ${CANARIES} secrets, wherever a request has them, and keeps what is none`, async () => {
    const secrets = Array.from({ length: CANARIES }, () => `canary-${randomBytes(12).toString('hex')}@x`);
    const bodies = secrets.map(
      (secret, index) => SECRET_BODIES[index % SECRET_BODIES.length]?.(secret) ?? {},
    );
    const sent = bodies.map((body, index) => () => {
      const isPatch = 'Operations' in body;
      const more = { userName: `canary${index}`, nickName: `kept-${index}`, active: 'perhaps' };
      return scim(isPatch ? 'PATCH' : 'POST', isPatch ? `/Users/${marcie}` : '/Users', {
        ...body,
        ...(isPatch ? {} : more),
      });
    });
    for (let start = 0; start < sent.length; start += 20)
      await Promise.all(sent.slice(start, start + 20).map((send) => send()));
    await rowsOf({ text: 'canary', limit: '500' }, bodies.filter((body) => !('Operations' in body)).length);
    const kept = JSON.stringify(await gateway.database.collection('requests').find().toArray());
    const events = JSON.stringify(await gateway.database.collection('events').find().toArray());
    expect(secrets.filter((secret) => kept.includes(secret) || events.includes(secret))).toEqual([]);
    expect(gateway.logLines().filter((line) => line.includes('canary-'))).toEqual([]);
    expect(kept).toContain('kept-');
    expect(kept).toContain('[redacted]');
  });

  it('adds up what each connection asks, and when it was last seen', async () => {
    const hours = await gateway.database.collection('traffic').find({ connection: 'default' }).toArray();
    const count = (field: string): number => hours.reduce((sum, hour) => sum + Number(hour[field]), 0);
    const requests = await gateway.database.collection('requests').countDocuments({ connection: 'default' });
    expect(count('requests')).toBe(requests);
    expect(count('refused')).toBeGreaterThan(CANARIES / 2);
    const sights = await gateway.database.collection('sightings').find({ token: null }).toArray();
    expect(sights).toEqual([expect.objectContaining({ customer: 'default', connection: 'default' })]);
  });
});

/** Of the rows that come, one after the other. */
async function* idsOf(answer: Response): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    const events = (text + Buffer.from(chunk).toString()).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield (JSON.parse(data) as LogRow).id;
    }
  }
}

const SECRET_BODIES: readonly ((secret: string) => Record<string, unknown>)[] = [
  (secret) => ({ Operations: [{ op: 'replace', path: 'password', value: secret }] }),
  (secret) => ({ password: secret }),
  (secret) => ({ Operations: [{ op: 'Add', value: { Password: secret, title: 'kept-title' } }] }),
  (secret) => ({ PassWord: secret, name: { client_secret: secret } }),
  (secret) => ({
    Operations: [
      { op: 'replace', Path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', Value: secret },
    ],
  }),
  (secret) => ({ title: `Bearer ${secret}` }),
  (secret) => ({ profileUrl: `https://x.example/a?access_token=${secret}` }),
  (secret) => ({
    Operations: [{ op: 'replace', value: { 'urn:ietf:params:scim:schemas:core:2.0:User:password': secret } }],
  }),
  (secret) => ({ api_key: secret, apiKey: { deep: [secret] } }),
  (secret) => ({ entitlements: [{ value: `password=${secret}` }] }),
  (secret) => ({ newPassword: secret, pwd: secret }),
  (secret) => ({ Operations: [{ op: 'replace', Path: 'password', Value: secret, title: 'kept-title' }] }),
  (secret) => ({ Operations: [{ op: 'replace', path: 'x[type eq "a"].password', value: secret }] }),
];
