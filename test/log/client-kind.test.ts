import { clientKind } from '../../src/log/client-kind';

describe('clientKind', () => {
  it.each([
    ['Okta SCIM Client 1.0.0', 'okta'],
    ['OKTA SCIM Integration', 'okta'],
    ['Azure Active Directory', 'entra'],
    ['Microsoft Azure AD SCIM provisioning', 'entra'],
    ['Microsoft.SCIM', 'entra'],
    ['Microsoft-Entra-Provisioning/1.0', 'entra'],
    ['Google-Auto-Provisioning', 'google'],
    ['OneLogin SCIM', 'onelogin'],
    ['PingFederate', 'ping'],
    ['PingOne Provisioning', 'ping'],
    ['JumpCloud', 'jumpcloud'],
    ['Rippling', 'rippling'],
    ['SailPoint IdentityIQ', 'sailpoint'],
    ['scim2-tester/0.1', 'scim-tester'],
    ['curl/8.5.0', 'curl'],
    ['PostmanRuntime/7.36.0', 'postman'],
    ['python-requests/2.31', 'script'],
    ['Go-http-client/1.1', 'script'],
    ['Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.0', 'script'],
    ['Mozilla/5.0 (X11; Linux x86_64) Firefox/130', 'browser'],
    ['shopping bot', 'unknown'],
    ['', 'unknown'],
  ])('takes %j for %s', (userAgent, kind) => {
    expect(clientKind({ 'user-agent': userAgent })).toBe(kind);
  });

  it('does not know a client that sends no User-Agent, as Entra often does', () => {
    expect(clientKind({ accept: 'application/scim+json' })).toBe('unknown');
  });

  it('reads only the beginning of a long one', () => {
    expect(clientKind({ 'user-agent': `${'x'.repeat(500)} okta` })).toBe('unknown');
  });
});
