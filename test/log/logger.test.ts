import { Writable } from 'node:stream';
import { createLogger, type Logger, type LoggerOptions } from '../../src/log/logger';

const NOW = new Date('2027-01-31T09:00:00.000Z');

/** A stream that keeps what it is given. */
function recorder(): { readonly stream: Writable; readonly lines: () => readonly string[] } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString('utf8');
      done();
    },
  });
  return { stream, lines: () => text.split('\n').slice(0, -1) };
}

/** The lines that `use` leaves. */
async function logged(
  use: (log: Logger) => void,
  options: Partial<LoggerOptions> = {},
): Promise<readonly string[]> {
  const { stream, lines } = recorder();
  const log = createLogger({ level: 'info', format: 'json', stream, now: () => NOW, ...options });
  use(log);
  await log.close();
  return lines();
}

const parsed = (line: string | undefined): unknown => JSON.parse(line ?? '');

describe('createLogger with format json', () => {
  it('writes one object in one line', async () => {
    const lines = await logged((log) => {
      log.info('listening', { port: 8080, tls: false, absent: undefined });
    });
    expect(lines).toEqual([
      '{"ts":"2027-01-31T09:00:00.000Z","level":"info","message":"listening","port":8080,"tls":false}',
    ]);
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
  ] as const)('at level %s writes %j', async (level, levels) => {
    const all = ['error', 'warn', 'info', 'debug'] as const;
    const lines = await logged(
      (log) => {
        for (const at of all) log[at]('message');
      },
      { level },
    );
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(levels);
  });

  it('keeps its own three names and a field of such a name beside them', async () => {
    const [line] = await logged((log) => {
      log.warn('mine', { message: 'yours', level: 'x', ts: 1 });
    });
    expect(parsed(line)).toMatchObject({
      level: 'warn',
      message: 'mine',
      _message: 'yours',
      _level: 'x',
      _ts: 1,
    });
  });

  it('redacts the message and the fields', async () => {
    const [line] = await logged((log) => {
      log.info('got Bearer abc.def', {
        headers: { Authorization: 'Bearer abc' },
        url: '/Users?filter=userName+eq+"x"',
      });
    });
    expect(parsed(line)).toMatchObject({
      message: 'got Bearer [redacted]',
      headers: { Authorization: '[redacted]' },
      url: '/Users?filter=userName+eq+"…"',
    });
  });

  it('records what the fields were at the time of the call', async () => {
    const fields = { step: 1 };
    const lines = await logged((log) => {
      for (; fields.step <= 50; fields.step += 1) log.info('step', fields);
    });
    expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });
});

describe('createLogger with format pretty', () => {
  it('writes a line that people read', async () => {
    const lines = await logged(
      (log) => {
        log.info('listening', { port: 8080, url: 'http://x', note: 'two words', list: [1, 'a'] });
        log.error('failed');
      },
      { format: 'pretty' },
    );
    expect(lines).toEqual([
      '2027-01-31T09:00:00.000Z info  listening  port=8080 url=http://x note="two words" list=[1,"a"]',
      '2027-01-31T09:00:00.000Z error failed',
    ]);
  });
});

describe('a record is one line', () => {
  const nasty = [
    'a\nb',
    'a\r\nb',
    '\u2028\u2029\u0085\u000b\u000c',
    '\u001b[2J\u001b[31mred',
    '\u009b2J',
    '\u0000\u007f',
    '\u202eevil\u2066',
    '"}\n{"level":"error","message":"forged"}',
    '\ud800',
    '\ufeff',
  ];
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;

  it.each(['json', 'pretty'] as const)(
    'in format %s, whatever stands in message, keys and values',
    async (format) => {
      const lines = await logged(
        (log) => {
          for (const text of nasty)
            log.info(text, { [text]: text, deep: { [text]: [text, new Error(text)] } });
        },
        { format },
      );
      expect(lines).toHaveLength(nasty.length);
      for (const line of lines) expect(line).not.toMatch(UNSAFE);
      if (format === 'pretty') return;
      for (const [index, line] of lines.entries()) {
        expect(parsed(line)).toMatchObject({
          level: 'info',
          message: nasty[index],
          [nasty[index] ?? '']: nasty[index],
        });
      }
    },
  );
});

describe('a logger never throws into its caller', () => {
  const throwing = {
    get field(): string {
      throw new Error('no');
    },
  };

  it('on fields that cannot be read', async () => {
    const [line] = await logged((log) => {
      log.info('still here', throwing);
    });
    expect(parsed(line)).toMatchObject({ message: 'still here', fields: '[unreadable]' });
  });

  it('on a sink that throws, fails or is closed', async () => {
    const throws = new Writable();
    throws.write = (): never => {
      throw new Error('sink');
    };
    const fails = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('sink'));
      },
    });
    const ended = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    ended.end();
    const destroyed = new Writable();
    destroyed.destroy();
    for (const stream of [throws, fails, ended, destroyed]) {
      const log = createLogger({ level: 'info', format: 'json', stream });
      for (let index = 0; index < 40; index += 1) log.info('x');
      await expect(log.close()).resolves.toBeUndefined();
      log.info('after');
    }
  });

  it('on a sink that never answers: it drops, and close gives up after two seconds', async () => {
    let taken = 0;
    const stuck = new Writable({
      write: () => {
        taken += 1;
      },
    });
    const log = createLogger({ level: 'info', format: 'json', stream: stuck });
    for (let index = 0; index < 20_000; index += 1) log.info('x');
    await log.close();
    expect(taken).toBe(1);
  });
});

describe('the lines of a moment', () => {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  const log = createLogger({ level: 'info', format: 'json', stream, now: () => NOW });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    chunks.length = 0;
  });
  afterAll(() => log.close());

  it('are written at once, and soon', async () => {
    for (let index = 0; index < 10; index += 1) log.info('n', { index });
    expect(chunks).toEqual([]);
    await turn();
    expect(chunks.map((chunk) => chunk.split('\n').length - 1)).toEqual([10]);
  });

  it('are written in whole lines of at most 4,096 bytes, which lines of another process do not mix with', async () => {
    for (let index = 0; index < 100; index += 1) log.info('é'.repeat(50 + (index % 90)));
    log.info('x'.repeat(5_000));
    await turn();
    const sizes = chunks.map((chunk) => Buffer.byteLength(chunk));
    expect(chunks.every((chunk) => chunk.endsWith('}\n'))).toBe(true);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096);
    expect(Math.max(...sizes)).toBeGreaterThan(3_500);
    expect(chunks.join('').split('\n')).toHaveLength(102);
  });

  it('wait for nobody where one of them tells of a fault: it is the last, perhaps', () => {
    log.info('before');
    log.error('a fault');
    expect(chunks.join('')).toMatch(/before.*\n.*a fault.*\n$/);
    log.info('after');
    expect(chunks.join('')).not.toContain('after');
  });
});

describe('close', () => {
  it('loses nothing of many records logged at once, in their order', async () => {
    const lines = await logged((log) => {
      for (let index = 0; index < 9_000; index += 1) log.info('n', { index });
    });
    expect(lines.map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(
      Array.from({ length: 9_000 }, (_, index) => index),
    );
  });

  it('waits for a slow sink, and says how many records it had to drop', async () => {
    const lines: string[] = [];
    const slow = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(...chunk.toString().split('\n').slice(0, -1));
        setImmediate(done);
      },
    });
    const log = createLogger({ level: 'info', format: 'json', stream: slow });
    for (let index = 0; index < 10_005; index += 1) log.info('n');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (lines.length > 100) resolve();
        else setImmediate(look);
      };
      look();
    });
    log.info('last');
    await log.close();
    expect(lines).toHaveLength(10_002);
    expect(parsed(lines.at(-2))).toMatchObject({ level: 'warn', dropped: 5 });
    expect(parsed(lines.at(-1))).toMatchObject({ message: 'last' });
  });

  it('can be called twice, leaves the stream open and without listeners', async () => {
    const { stream, lines } = recorder();
    const log = createLogger({ level: 'info', format: 'json', stream });
    log.info('once');
    await Promise.all([log.close(), log.close()]);
    log.info('too late');
    expect(lines()).toHaveLength(1);
    expect(stream.writable).toBe(true);
    expect(stream.listenerCount('error')).toBe(0);
  });
});
