// Where the console is for browsers: `next=` leads nowhere else (reliability.md W6), and a page of another origin is never one of ours.
import { publicPlace } from '../../../src/http/admin/public-place';

const ELSEWHERE = [
  'https://evil.example',
  'https://evil.example/admin/',
  'http://gateway.example/admin/',
  'https://gateway.example/admin/',
  '//evil.example/admin/',
  '///evil.example/admin/',
  '/\\evil.example/admin/',
  '\\\\evil.example/admin/',
  '/\t/evil.example/admin/',
  '/\n/evil.example/admin/',
  '\t//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'admin/people',
  './admin/',
  '?next=x',
  '#x',
  '',
  '/',
  '/admin',
  '/administer/',
  '/Admin/',
  '/scim/v2/Users',
  '/admin/../scim/v2/Users',
  '/admin/%2e%2e/scim/v2/Users',
  '/admin/./../oauth2/token',
  '/admin/api',
  '/admin/api/customers',
  '/admin/API/customers',
  '/admin/x/../api/customers',
  '/admin/session',
  '/admin/sign-in?problem=expired',
  '/admin/session/oidc',
  '/@evil.example/admin/',
  '/.evil.example/admin/',
];
/** Spellings that browsers have been led astray by. */
const WRAPPED = ELSEWHERE.flatMap((next) => [next, `${next}/..//evil.example`, next.replace('/', '/%09/')]);

describe('pageOf', () => {
  const place = publicPlace('https://gateway.example');

  it(`leaves the origin and the console for none of ${WRAPPED.length} addresses`, () => {
    expect(WRAPPED.length).toBeGreaterThanOrEqual(100);
    for (const next of [...WRAPPED, null]) {
      const page = place.pageOf(next);
      expect([next, new URL(page, 'https://gateway.example').origin]).toEqual([
        next,
        'https://gateway.example',
      ]);
      expect([next, page]).toEqual([
        next,
        expect.stringMatching(/^\/admin\/(?!(?:api|session|sign-in)(?:\/|$))/i),
      ]);
    }
  });

  it.each(['/admin/people', '/admin/log?person=a%20b&row=1#x', '/admin/people/api', '/admin/apis'])(
    'takes %s as it is',
    (next) => {
      expect(place.pageOf(next)).toBe(next);
    },
  );

  it('knows where a proxy put the gateway', () => {
    const behind = publicPlace('https://proxy.example/gateway');
    expect(behind.pageOf('/gateway/admin/people')).toBe('/gateway/admin/people');
    expect(behind.pageOf('/admin/people')).toBe('/gateway/admin/');
    expect(behind.pageOf(null)).toBe('/gateway/admin/');
  });
});

describe('isOwn', () => {
  it.each([
    ['https://gateway.example', 'https://gateway.example', true],
    ['https://gateway.example/scim', 'https://gateway.example', true],
    ['https://gateway.example', 'http://gateway.example', false],
    ['https://gateway.example', 'https://gateway.example:8443', false],
    ['https://gateway.example', 'https://evil.gateway.example', false],
    ['https://gateway.example', 'https://localhost', false],
    ['https://gateway.example', 'null', false],
    ['http://127.0.0.1:8080', 'http://localhost:8080', true],
    ['http://127.0.0.1:8080', 'http://[::1]:8080', true],
    ['http://0.0.0.0:8080', 'http://localhost:8080', true],
    ['http://127.0.0.1:8080', 'http://localhost:8081', false],
    ['http://127.0.0.1:8080', 'https://localhost:8080', false],
    ['http://127.0.0.1:8080', 'http://localhost.evil.example:8080', false],
    ['http://127.0.0.1:8080', 'http://10.0.0.7:8080', false],
    ['http://10.0.0.7:8080', 'http://localhost:8080', false],
  ])('under %s, the origin %s: %s', (publicUrl, origin, isOwn) => {
    expect(publicPlace(publicUrl).isOwn(origin)).toBe(isOwn);
  });
});

describe('isSecure', () => {
  it.each([
    ['https://gateway.example', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:8080', true],
    ['http://10.0.0.7:8080', false],
    ['http://gateway.example', false],
  ])('of %s is %s', (publicUrl, isSecure) => {
    expect(publicPlace(publicUrl).isSecure).toBe(isSecure);
  });
});
