import { redact } from '../../src/log/redact';

describe('redact', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'X-Auth-Token',
    'access_token',
    'refreshToken',
    'password',
    'newPassword',
    'client_secret',
    'client_assertion',
    'clientAssertion',
    'Set-Cookie',
    'cookie',
    'api-key',
  ])('hides what stands under %s, at any depth', (name) => {
    const secret = { inner: 'hunter2' };
    expect(redact({ [name]: 'hunter2', list: [{ deep: { [name]: secret } }] })).toEqual({
      [name]: '[redacted]',
      list: [{ deep: { [name]: '[redacted]' } }],
    });
  });

  it.each(['userName', 'requestId', 'passed', 'author', 'keyboard', 'status'])(
    'shows what stands under %s',
    (name) => {
      expect(redact({ [name]: 'seen' })).toEqual({ [name]: 'seen' });
    },
  );

  it.each([
    ['Authorization: Bearer abc.def-1_2~3+4/5==', 'Authorization: [redacted]'],
    ['got bearer   s3cret, refused', 'got bearer   [redacted], refused'],
    ['Basic dXNlcjpwYXNz', 'Basic [redacted]'],
    ['mongodb://user:pa55@host:27017/db', 'mongodb://[redacted]@host:27017/db'],
    ['failed: mongodb://u:p@55@h/db', 'failed: mongodb://[redacted]@h/db'],
    ['grant_type=x&client_secret=s3cret&scope=scim', 'grant_type=x&client_secret=[redacted]&scope=scim'],
    ['client_assertion=abc.def.ghi&scope=scim', 'client_assertion=[redacted]&scope=scim'],
    ['got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl, refused', 'got [redacted], refused'],
    ['{"password":"hunter two","a":1}', '{"password":[redacted],"a":1}'],
    ["password: 'hunter two' given", 'password: [redacted] given'],
    ['/scim/v2/Users?filter=userName+eq+"x"&count=1', '/scim/v2/Users?filter=userName+eq+"…"&count=1'],
    ['GET /Users?filter=userName+eq+"x" failed', 'GET /Users?filter=userName+eq+"…" failed'],
    ['/Users?filter=userName eq "x y"', '/Users?filter=userName+eq+"…"'],
    ['Cookie: a=b; session=c', 'Cookie: [redacted]'],
    ['Authorization: Custom abc', 'Authorization: [redacted]'],
    ['https://h/Users?access_token=abc', 'https://h/Users?access_token=[redacted]'],
  ])('masks the secret in the text %j', (text, masked) => {
    expect(redact(text)).toBe(masked);
    expect(redact(masked)).toBe(masked);
  });

  it.each([
    'http://127.0.0.1:8080/scim/v2',
    'the database is away',
    'a@b.example',
    'tokens are made: two of them',
  ])('leaves the text %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('cuts a text of more than 1,000 characters and says so', () => {
    expect(redact('x'.repeat(1_000))).toBe('x'.repeat(1_000));
    expect(redact('x'.repeat(1_234))).toBe(`${'x'.repeat(1_000)}… (234 characters cut)`);
  });

  it('hides a secret that the cut goes through', () => {
    const text = `${'x '.repeat(480)}Bearer ${'s3cret'.repeat(100)}`;
    expect(redact(text)).not.toMatch(/s3cret/);
  });

  it('makes plain values of what JSON cannot write', () => {
    const circular: Record<string, unknown> = { name: 'c' };
    circular['self'] = circular;
    expect(
      redact({
        circular,
        big: 10n,
        not: Number.NaN,
        run: () => 1,
        when: new Date(0),
        never: new Date(Number.NaN),
        bytes: Buffer.from('secret'),
        map: new Map([['a', 1]]),
        set: new Set(['b']),
        nothing: null,
        absent: undefined,
      }),
    ).toEqual({
      circular: { name: 'c', self: '[circular]' },
      big: '10',
      not: 'NaN',
      run: '[function]',
      when: '1970-01-01T00:00:00.000Z',
      never: 'invalid date',
      bytes: '[6 bytes]',
      map: [['a', 1]],
      set: ['b'],
      nothing: null,
      absent: undefined,
    });
  });

  it('shows one value twice where it is no circle', () => {
    const shared = { a: 1 };
    expect(redact([shared, shared])).toEqual([shared, shared]);
  });

  it('tells of an error its name, message, code, stack and cause', () => {
    const error = Object.assign(new TypeError('no Bearer abc'), { code: 'E1', token: 't' });
    error.cause = new Error('below');
    expect(redact({ error })).toMatchObject({
      error: {
        name: 'TypeError',
        message: 'no Bearer [redacted]',
        code: 'E1',
        token: '[redacted]',
        stack: expect.stringMatching(/^TypeError: no Bearer \[redacted\]/) as unknown,
        cause: { message: 'below' },
      },
    });
  });

  it('keeps a key __proto__ a key', () => {
    const copy = redact(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(copy as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('stays within bounds of depth, length and number', () => {
    let deep: unknown = 'end';
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain('"[deeper]"');
    const list = redact(Array.from({ length: 150 }, () => 1)) as unknown[];
    expect(list).toHaveLength(101);
    expect(list.at(-1)).toBe('[50 more]');
    const keys = redact(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, 1])));
    expect(Object.keys(keys as object)).toHaveLength(101);
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 'x'));
    expect(JSON.stringify(redact(wide)).length).toBeLessThan(30_000);
  });

  it('is linear in hostile texts', () => {
    const start = performance.now();
    for (const text of [
      'password'.repeat(130),
      'Bearer '.repeat(150),
      'a://'.repeat(300),
      '"token":"'.repeat(120),
    ]) {
      for (let round = 0; round < 100; round += 1) redact(text);
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
