import { parseConfig } from '../../src/config/parse';

const FILE = JSON.stringify({
  customers: [{ id: 'ajuba', connections: [{ name: 'entra', token: { env: 'ENTRA_TOKEN' } }] }],
});
const FROM_FILE = { GATEWAY_CONFIG: 'gateway.json' };

function parsed(env: Readonly<Record<string, string>>, purpose: 'serve' | 'administer') {
  return parseConfig(env, () => FILE, purpose);
}

describe('parseConfig for the command line', () => {
  it('needs no token, where the gateway does', () => {
    expect(parsed(FROM_FILE, 'serve')).toMatchObject({ ok: false });
    expect(parsed(FROM_FILE, 'administer')).toMatchObject({
      ok: true,
      config: { connections: [], customers: [{ id: 'ajuba' }] },
    });
  });

  it('does not look at tokens that are set', () => {
    const env = { ...FROM_FILE, SCIM_BEARER_TOKEN: 'short', ADMIN_TOKEN_FILE: '/absent' };
    expect(parsed(env, 'administer')).toMatchObject({ ok: true, config: { adminTokenDigest: null } });
  });

  it('tells every other fault', () => {
    const env = { ...FROM_FILE, MONGODB_URI: 'http://x', GATEWAY_COLOUR: 'blue' };
    expect(parsed(env, 'administer')).toMatchObject({
      ok: false,
      faults: [expect.stringContaining('MONGODB_URI'), expect.stringContaining('GATEWAY_COLOUR')],
    });
  });
});
