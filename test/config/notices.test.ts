// Where alerts are sent, in the configuration: what is taken, and each fault in words that hold no secret.

import { parseConfig, type ParsedConfig } from '../../src/config/parse';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ENV = {
  SCIM_BEARER_TOKEN: 'x'.repeat(40),
  ADMIN_TOKEN: 'y'.repeat(40),
  GATEWAY_CONFIG: 'gateway.json',
};

function parsed(
  notices: object,
  env: Readonly<Record<string, string>> = {},
  customer: object = {},
): ParsedConfig {
  const file = { customers: [{ id: 'default', ...customer }], notices };
  return parseConfig({ ...ENV, ...env }, (path) =>
    path === 'gateway.json' ? JSON.stringify(file) : `${SECRET}\n`,
  );
}

function faults(notices: object, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const result = parsed(notices, env);
  return result.ok ? [] : result.faults;
}

const webhook = (url: string): object => ({ webhook: { url, secret: { env: 'HOOK' } } });
const email = { email: { smtp: { env: 'MAIL' }, from: 'gateway@firm.example', to: ['it@firm.example'] } };

describe('notices in the configuration', () => {
  it('are taken with secrets from the environment and from files, of the gateway and of a customer', () => {
    const own = { notices: { webhook: { url: 'https://own.example/x', secret: { file: 'secret' } } } };
    const result = parsed(email, { MAIL: 'smtps://me%40firm:p%3Aw@mail.firm.example:4465' }, own);
    expect(result).toMatchObject({
      ok: true,
      config: {
        notices: [
          {
            customer: null,
            webhook: null,
            email: {
              server: {
                host: 'mail.firm.example',
                port: 4465,
                secure: true,
                plain: false,
                user: 'me@firm',
                password: 'p:w',
              },
            },
          },
          { customer: 'default', webhook: { url: 'https://own.example/x', secret: SECRET }, email: null },
        ],
        customers: [{ alerts: { incompleteMinutes: 60 } }],
      },
    });
  });

  it('by smtp:// are sent with STARTTLS, and without TLS to this machine only', () => {
    const plainOf = (MAIL: string): unknown => {
      const result = parsed(email, { MAIL });
      return result.ok ? result.config.notices[0]?.email?.server.plain : result.faults;
    };
    expect(plainOf('smtp://mail.firm.example')).toBe(false);
    expect(plainOf('smtp://127.0.0.1:2525')).toBe(true);
  });

  it('are refused where they could not work or be read by others, without a word of the secret', () => {
    const told = [
      ...faults(webhook('http://alerts.example/SECRET-PATH'), { HOOK: SECRET }),
      ...faults(webhook('https://alerts.example/'), { HOOK: 'whsec_TOO-SHORT-SECRET' }),
      ...faults(webhook('https://alerts.example/')),
      ...faults(email, { MAIL: 'smtps://u:SECRET-PASSWORD@mail?tls.rejectUnauthorized=false' }),
      ...faults(
        { email: { smtp: { env: 'MAIL' }, from: 'nobody', to: ['it@firm.example'] } },
        { MAIL: 'smtps://mail' },
      ),
      ...faults({ sms: {} }),
    ];
    expect(told).toEqual([
      expect.stringMatching(
        /notices\.webhook\.url must be an https:\/\/ URL .* is http:\/\/ to another machine/,
      ),
      expect.stringMatching(/notices\.webhook\.secret must be "whsec_"/),
      expect.stringMatching(/notices\.webhook\.secret\.env names an environment variable that is not set/),
      expect.stringMatching(/notices\.email\.smtp must be smtps:/),
      expect.stringMatching(/notices\.email\.from is "nobody", which does not fit/),
      expect.stringMatching(/notices has the unknown key "sms"/),
    ]);
    expect(told.join()).not.toMatch(/SECRET/);
  });

  it('are not looked at by the command line, which sends none', () => {
    const file = { customers: [{ id: 'default' }], notices: email };
    const result = parseConfig({ GATEWAY_CONFIG: 'f' }, () => JSON.stringify(file), 'administer');
    expect(result).toMatchObject({ ok: true, config: { notices: [] } });
  });
});
