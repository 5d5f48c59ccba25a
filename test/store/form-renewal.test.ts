import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Config } from '../../src/config/config';
import { parseConfig } from '../../src/config/parse';
import { createLogger } from '../../src/log/logger';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { publishedTo } from '../../src/scim/schema/own-published';
import { startGateway } from '../../src/start';
import { createClosers } from '../../src/start/closers';
import { renewForms } from '../../src/start/own-forms';
import { openStore, type Store } from '../../src/store/open-store';
import { startTestGateway, type TestGateway } from '../http/gateway';
import { created, expectRefusal, person, scimClient, type Body, type ScimClient } from '../http/scim-client';
import { testDatabaseUri } from '../setup/database';

const EXTENSION = 'urn:firm:2.0:User';
const PAPER = 'urn:firm:2.0:Paper';
const EVERYBODY = readPublishedSchemas(join(__dirname, '../../schemas'));

/** The configuration of a firm whose people have a code. */
const firm = (code: object): object => ({
  customers: [
    {
      id: 'default',
      schemas: [
        { id: EXTENSION, attributes: [{ name: 'code', ...code }, { name: 'note' }] },
        { id: PAPER, attributes: [{ name: 'code', ...code }] },
      ],
      resourceTypes: [{ name: 'Paper', endpoint: '/Papers', schema: PAPER }],
      extensions: { User: [{ schema: EXTENSION }] },
    },
  ],
});
const FIRST = firm({});
const UNIQUE = firm({ caseExact: true, uniqueness: 'server' });
const NOTHING = { customers: [{ id: 'default' }] };

const gateways: TestGateway[] = [];
let store: Store;

beforeAll(async () => {
  const first = await startTestGateway({ file: FIRST });
  gateways.push(first);
  store = openStore({
    uri: databaseUri(),
    requestLogDays: null,
    ownSchemas: true,
    onNotice: () => undefined,
  });
  await store.prepared;
});
afterAll(async () => {
  await store.close();
  for (const gateway of gateways) await gateway.close();
});

function databaseUri(): string {
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/${gateways[0]?.database.databaseName ?? ''}`;
  return uri.href;
}

function configured(file: object, env: Readonly<Record<string, string>> = {}): Config {
  const parsed = parseConfig({ GATEWAY_CONFIG: 'f', SCIM_BEARER_TOKEN: 'x'.repeat(32), ...env }, () =>
    JSON.stringify(file),
  );
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

/** As a start under this configuration does it. @returns how many records got another search form */
async function renewed(file: object): Promise<number> {
  const { customers } = configured(file);
  let records = 0;
  await renewForms(store.forms, {
    customers,
    published: publishedTo(EVERYBODY, customers),
    baseUrl: 'http://localhost/scim/v2',
    stopping: new AbortController().signal,
    onRenewed: (_customer, count) => {
      records += count;
    },
  });
  return records;
}

/** Another gateway on the same database, configured otherwise. */
async function under(file: object): Promise<ScimClient> {
  const [first] = gateways;
  const gateway = await startTestGateway({ file, ...(first === undefined ? {} : { token: first.token }) });
  gateways.push(gateway);
  return scimClient(gateway);
}

function client(): ScimClient {
  const [first] = gateways;
  if (first === undefined) throw new Error('no gateway');
  return scimClient(first);
}

const coded = (userName: string, code: string): object =>
  person(userName, { [EXTENSION]: { code, note: 'n' } });
const found = async (by: ScimClient, path: string, filter: string): Promise<readonly Body[]> =>
  (await by.get(`${path}?filter=${encodeURIComponent(filter)}`)).body.Resources;

describe('a start under other own schemas', () => {
  it('changes nothing where they are the same', async () => {
    await created(client(), '/Users', coded('ada', 'A'));
    expect(await renewed(FIRST)).toBe(0);
  });

  it('finds and keeps unique what was stored before, as the schema says it now', async () => {
    await created(client(), '/Users', coded('ben', 'a'));
    await created(client(), '/Papers', { code: 'P' });
    expect(await found(client(), '/Users', `${EXTENSION}:code eq "a"`)).toHaveLength(2);
    expect(await renewed(UNIQUE)).toBe(3);
    const now = await under(UNIQUE);
    const people = await found(now, '/Users', `${EXTENSION}:code eq "a"`);
    expect(people).toMatchObject([{ userName: 'ben', meta: { version: 'W/"1"' } }]);
    expectRefusal(await now.post('/Users', coded('cy', 'A')), 409, 'uniqueness', 'code');
    expectRefusal(await now.post('/Papers', { code: 'P' }), 409, 'uniqueness', 'code');
    expect((await now.post('/Papers', { code: 'p' })).status).toBe(201);
  });

  it('keeps what is no longer defined, also through a PUT, and does not show it', async () => {
    expect(await renewed(NOTHING)).toBeGreaterThan(0);
    const now = await under(NOTHING);
    const [ada] = await found(now, '/Users', 'userName eq "ada"');
    expect(ada).not.toHaveProperty([EXTENSION]);
    expect(ada?.schemas).not.toContain(EXTENSION);
    expect((await now.get('/Papers')).status).toBe(404);
    const put = await now.put(`/Users/${ada?.id ?? ''}`, person('ada', { title: 'Dr' }));
    expect(put.status).toBe(200);
    await renewed(FIRST);
    const again = await client().get(`/Users/${ada?.id ?? ''}`);
    expect(again.body).toMatchObject({ title: 'Dr', [EXTENSION]: { code: 'A', note: 'n' } });
  });

  it('says which two have a value that is to be unique from now on', async () => {
    const one = await created(client(), '/Users', coded('dan', 'same'));
    const two = await created(client(), '/Users', coded('eve', 'same'));
    const refusal = await renewed(UNIQUE).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    const { message } = refusal as Error;
    expect(message).toContain(`no two User resources have the same ${EXTENSION}:code`);
    expect(message).toContain(one.id);
    expect(message).toContain(two.id);
  });

  it('ends in order there, and serves nobody before', async () => {
    const closers = createClosers();
    const stopping = new AbortController();
    const logger = createLogger({ level: 'error', format: 'json', stream: new PassThrough().resume() });
    const { publicUrl, prepared } = await startGateway(
      configured(UNIQUE, { PORT: '0', MONGODB_URI: databaseUri(), ADMIN_TOKEN: 'y'.repeat(32) }),
      EVERYBODY,
      logger,
      { closers, stopping: stopping.signal },
    );
    const failure = expect(prepared).rejects.toThrow(`no two User resources have the same ${EXTENSION}:code`);
    expect((await fetch(`${publicUrl}/scim/v2/ServiceProviderConfig`)).status).toBe(503);
    await failure;
    expect((await fetch(`${publicUrl}/readyz`)).status).toBe(503);
    await closers.closeAll();
    await logger.close();
  });
});
