import fc from 'fast-check';
import { redactUrl } from '../../src/log/redact-url';

const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
console.info(`redact-url seed ${SEED}`);

const users = (filter: string): string => `/scim/v2/Users?filter=${filter}`;

describe('redactUrl', () => {
  it.each([
    [
      '/scim/v2/Users?filter=userName+eq+%22x%22&startIndex=1',
      '/scim/v2/Users?filter=userName+eq+"…"&startIndex=1',
    ],
    [users('userName%20eq%20%22a%20b%22'), users('userName+eq+"…"')],
    [users('active+eq+true+and+externalId+pr'), users('active+eq+true+and+externalId+pr')],
    [users('emails[type+eq+"work"+and+value+co+"@x"]'), users('emails[type+eq+"…"+and+value+co+"…"]')],
    [
      users('not+(userName+sw+"a")+or+(active+eq+FALSE)'),
      users('not+(userName+sw+"…")+or+(active+eq+FALSE)'),
    ],
    [users('meta.lastModified+gt+"2027-01-01T00:00:00Z"'), users('meta.lastModified+gt+"…"')],
    [users('urn:a:b:2.0:User:employeeNumber+eq+4711'), users('urn:a:b:2.0:User:employeeNumber+eq+"…"')],
    [users('userName+eq+%22say+%5C%22hi%5C%22%22'), users('userName+eq+"…"')],
    ['/scim/v2/Users?FILTER=userName+eq+"x"', '/scim/v2/Users?FILTER=userName+eq+"…"'],
    ['/scim/v2/Users?count=5&sortBy=userName', '/scim/v2/Users?count=5&sortBy=userName'],
    ['/scim/v2/Users?access_token=abc&count=1', '/scim/v2/Users?access_token=[redacted]&count=1'],
    ['/scim/v2/Users?access%5Ftoken=abc', '/scim/v2/Users?access%5Ftoken=[redacted]'],
    ['/admin/session/oidc/callback?state=s&code=c1', '/admin/session/oidc/callback?state=s&code=[redacted]'],
    ['/admin/api/customers/a/log?text=marcie&limit=5', '/admin/api/customers/a/log?text=[redacted]&limit=5'],
    ['/scim/v2/Users?q=Bearer%20abc&count=1', '/scim/v2/Users?q=[redacted]&count=1'],
    ['/scim/v2/Users?q=Bearer&codes=1', '/scim/v2/Users?q=Bearer&codes=1'],
    ['/scim/v2/Users/123', '/scim/v2/Users/123'],
    ['/scim/v2/Users?flag', '/scim/v2/Users?flag'],
    ['', ''],
  ])('makes of %j the URL %j', (url, redacted) => {
    expect(redactUrl(url)).toBe(redacted);
    expect(redactUrl(redacted)).toBe(redacted);
  });

  it.each([
    ['an unquoted value', 'userName+eq+bob'],
    ['a single-quoted value', "userName+eq+'bob'"],
    ['an open quote', 'userName+eq+"bob'],
    ['an open bracket', 'emails[value+eq+"bob"'],
    ['brackets that cross', '(emails[value+eq+"bob")]'],
    ['a word too many', 'userName+eq+"x"+bob'],
    ['an operator that is none', 'userName+is+"bob"'],
    ['a name alone', 'bob'],
    ['a broken escape', 'userName+eq+%22bob%2'],
    ['nothing', ''],
  ])('replaces a filter with %s whole', (_title, filter) => {
    expect(redactUrl(`${users(filter)}&count=1`)).toBe(`${users('[redacted]')}&count=1`);
  });

  it('never throws and never shows a quoted value', () => {
    const value = fc
      .string({ unit: 'binary', minLength: 8, maxLength: 20 })
      .filter((text) => /\w/.test(text));
    fc.assert(
      fc.property(value, fc.string({ unit: 'binary' }), (secret, noise) => {
        const marked = `zqx${secret.replace(/\W/g, '')}zqx`;
        const filter = `userName eq ${JSON.stringify(`${noise}${marked}${secret}`)}`;
        const encoded = encodeURIComponent(filter);
        expect(redactUrl(users(encoded))).toBe(users('userName+eq+"…"'));
        expect(redactUrl(`${noise}?filter=${filter.replaceAll('&', '')}`)).not.toContain(marked);
      }),
      { seed: SEED, numRuns: 300, endOnFailure: true },
    );
  });

  it('masks a JWT wherever it stands, with what it is glued to', () => {
    const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    for (const glue of ['', '-', '_x-', 'Bearer%20'])
      expect(redactUrl(`/scim/v2/Users/${glue}${jwt}`)).not.toMatch(/eyJ|c2lnbmF0dXJl/);
    expect(redactUrl('/scim/v2/Users/keyJar.of.names')).toBe('/scim/v2/Users/keyJar.of.names');
  });

  it('is linear in hostile text that begins like a JWT', () => {
    const start = performance.now();
    for (const part of ['-eyJ', '.eyJ', 'eyJ', 'eyJaaaaaaaa.', 'eyJaaaaaaaa.aaaa'])
      redactUrl(part.repeat(15_000));
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('is linear in a hostile filter', () => {
    const start = performance.now();
    for (const filter of ['('.repeat(8_000), '"\\'.repeat(4_000), 'a.'.repeat(4_000), '+'.repeat(8_000)])
      redactUrl(users(filter));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
