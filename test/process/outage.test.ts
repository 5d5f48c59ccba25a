// The database goes away under the real process and comes back: every answer meanwhile is an outage, never a statement about data (F12, A17, K5).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFirm } from '../../scripts/prove/crash/firm';
import type { Write } from '../../scripts/prove/crash/ledger';
import type { GatewayProcess } from '../../scripts/prove/gateway-process';
import { startWhileAway } from '../../scripts/prove/outage/away-at-start';
import { createDatabase, type Database } from '../../scripts/prove/outage/database';
import { questionsFor, type Answered } from '../../scripts/prove/outage/probes';
import { runOutage } from '../../scripts/prove/outage/scenario';
import { outageFaults } from '../../scripts/prove/outage/verdict';

const LOAD_MS = 1_500;
/** Connections that break tell at once; a hanging server only by its silence. */
const NOTICED_MS_MAX = { broken: 1_000, silent: 5_000 };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-outage-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

describe('a gateway whose database', () => {
  const seed = Date.now() % 1_000_000;
  const firm = createFirm(4, seed);
  let database: Database;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    console.log(`seed ${seed}`);
    database = await createDatabase(join(folder, 'database'));
  });

  afterAll(async () => {
    expect(await gateway.stop()).toBe(0);
    await database.end('SIGTERM');
  });

  it('is away at the start lives, answers 503, and serves once the database is there', async () => {
    const started = await startWhileAway(database, { dataDir: join(folder, 'data'), awayMs: 500 });
    gateway = started.gateway;
    expect(started.faults).toEqual([]);
  });

  it('is killed and started again answers 503 meanwhile and serves again within 5 s', async () => {
    const { faults } = await runOutage(
      { gateway, firm, loadMs: LOAD_MS },
      {
        name: 'killed',
        takeAway: () => database.end('SIGKILL'),
        giveBack: () => database.start(),
        awayMs: NOTICED_MS_MAX.broken + 500,
        noticedMsMax: NOTICED_MS_MAX.broken,
      },
    );
    expect(faults).toEqual([]);
  });

  it('is frozen acknowledges nothing that is not stored and serves again within 5 s', async () => {
    const { faults } = await runOutage(
      { gateway, firm, loadMs: LOAD_MS },
      {
        name: 'frozen',
        takeAway: database.freeze,
        giveBack: database.thaw,
        awayMs: NOTICED_MS_MAX.silent + 500,
        noticedMsMax: NOTICED_MS_MAX.silent,
      },
    );
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('the check of an outage', () => {
  const outage = { awayAt: 1_000, returnsAt: 6_000, backAt: 7_000, noticedMsMax: 500 };
  const questions = new Map(questionsFor('token').map((question) => [question.name, question]));
  const good = [
    answer('readyz', 1_100, { contentType: 'application/json', text: '{"status":"the database is away"}' }),
    ...[...questions.keys()].flatMap((name) => (name === 'livez' ? [] : [answer(name, 3_000, {})])),
    answer('livez', 3_000, { status: 200, retryAfter: null }),
    answer('list', 7_500, { status: 200, retryAfter: null }),
  ];
  const done = { kind: 'delete', id: 'x', value: '', version: 1, answeredAt: 7_600 } as const;

  it('accepts an outage that was told to everybody', () => {
    expect(outageFaults(good, [{ ...done, outcome: 'done' }], outage)).toEqual([]);
  });

  it.each<[string, Answered]>([
    ['an unknown user is said not to exist', answer('unknown user', 3_000, { status: 404 })],
    ['a wrong token is refused', answer('wrong token', 3_000, { status: 401 })],
    ['a list is answered although nothing can be known', answer('list', 3_000, { status: 200 })],
    ['an internal error shows', answer('list', 1_200, { status: 500 })],
    ['Retry-After is missing', answer('list', 3_000, { retryAfter: null })],
    ['Retry-After is no whole number', answer('list', 3_000, { retryAfter: '1.5' })],
    ['the error is not SCIM', answer('list', 3_000, { text: '{"message":"away"}' })],
    ['the media type is not SCIM', answer('list', 3_000, { contentType: 'text/html' })],
    ['a host shows', answer('list', 3_000, { text: scimError('connect ECONNREFUSED 127.0.0.1:27017') })],
    ['the process seems dead', answer('livez', 3_000, { status: 503 })],
    ['service is not full in time', answer('list', 12_500, {})],
    ['something was wrong before', answer('list', 900, {})],
  ])('notices when %s', (_what, bad) => {
    expect(outageFaults([...good, bad], [], outage)).not.toEqual([]);
  });

  it('notices when /readyz is late, when nothing was asked, and when writes are refused for too long', () => {
    const late = good.filter(({ question }) => question.kind !== 'readyz');
    const refused: Write = { ...done, outcome: 'refused', answeredAt: 12_500 };
    expect(outageFaults(late, [], outage)).not.toEqual([]);
    expect(outageFaults([], [], outage)).not.toEqual([]);
    expect(outageFaults(good, [refused], outage)).not.toEqual([]);
  });

  function answer(name: string, sentAt: number, told: Partial<Answered>): Answered {
    const question = questions.get(name);
    if (question === undefined) throw new Error(`no question is named ${name}`);
    return {
      question,
      sentAt,
      answeredAt: sentAt + 5,
      status: 503,
      retryAfter: '5',
      contentType: 'application/scim+json',
      text: scimError('the directory database is away'),
      ...told,
    };
  }
});

function scimError(detail: string): string {
  return JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '503', detail });
}
