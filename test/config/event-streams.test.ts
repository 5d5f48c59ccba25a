// What GATEWAY_CONFIG says of event streams: accepted as meant, and every fault told at once without a secret in it.

import { createHash } from 'node:crypto';
import type { EventStreamConfig } from '../../src/config/config';
import { parseConfig, type ParsedConfig } from '../../src/config/parse';

const TOKEN = 'scim-token-of-at-least-32-characters';
const POLL_TOKEN = 'poll-token-of-at-least-32-characters';
const ENV = { IDP_TOKEN: TOKEN, HR_TOKEN: POLL_TOKEN, RECEIVER: 'Bearer receiver-secret' };
const PUSH = {
  push: { endpoint: 'https://receiver.example/events', authorization: { env: 'RECEIVER' } },
};
const POLL = { poll: { token: { env: 'HR_TOKEN' } } };

function parse(streams: readonly object[], env: Record<string, string> = ENV): ParsedConfig {
  const connections = [{ name: 'idp', token: { env: 'IDP_TOKEN' } }];
  const file = { customers: [{ id: 'ajuba', connections, eventStreams: streams }] };
  return parseConfig({ GATEWAY_CONFIG: 'file', ...env }, () => JSON.stringify(file));
}

function accepted(...streams: readonly object[]): readonly EventStreamConfig[] {
  const parsed = parse(streams);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config.eventStreams;
}

function refused(streams: readonly object[], env?: Record<string, string>): readonly string[] {
  const parsed = parse(streams, env);
  return parsed.ok ? [] : parsed.faults;
}

const stream = (parts: object = {}): object => ({ id: 'hr', audience: 'aud', delivery: PUSH, ...parts });

describe('eventStreams of a customer', () => {
  it('have the secret that the environment holds, of a poll as a digest, and every event as a notice by default', () => {
    const [pushed, polled] = accepted(
      stream(),
      stream({ id: 'audit', delivery: POLL, events: ['prov:delete'] }),
    );
    expect(pushed).toMatchObject({
      ...{ customer: 'ajuba', id: 'hr', audience: 'aud' },
      delivery: { method: 'push', authorization: 'Bearer receiver-secret' },
      events: expect.arrayContaining(['prov:create:notice', 'prov:deactivate', 'misc:asyncresp']) as string[],
    });
    expect(pushed?.events.some((name) => name.endsWith(':full'))).toBe(false);
    const tokenDigest = createHash('sha256').update(POLL_TOKEN).digest('hex');
    expect(polled).toMatchObject({ delivery: { method: 'poll', tokenDigest }, events: ['prov:delete'] });
  });

  it.each(['https://a.example/x?key=1', 'http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:1/x'])(
    'may be pushed to %s',
    (endpoint) => {
      expect(accepted(stream({ delivery: { push: { endpoint } } }))).toHaveLength(1);
    },
  );

  it.each([
    ['http://receiver.example/s3cret', 'http:// to another machine'],
    ['http://127.evil.example@a/s3cret', 'user name or password'],
    ['http://127.0.0.1.evil.example/s3cret', 'http:// to another machine'],
    ['https://user:s3cret@receiver.example', 'user name or password'],
    ['ftp://receiver.example/s3cret', 'is not one'],
    ['https://receiver.example/#s3cret', 'fragment'],
  ])('may not be pushed to %s, and the fault does not repeat it', (endpoint, reason) => {
    const [fault, ...others] = refused([stream({ delivery: { push: { endpoint } } })]);
    expect(others).toEqual([]);
    expect(fault).toContain(`customers[0].eventStreams[0].delivery.push.endpoint`);
    expect(fault).toContain(reason);
    expect(fault).not.toContain('s3cret');
  });

  it('are refused with all faults at once: names twice, both forms of an event, unknown ones, a token of SCIM', () => {
    const faults = refused([
      stream({ events: ['prov:create:notice', 'prov:create:full'] }),
      stream({ delivery: { poll: { token: { env: 'IDP_TOKEN' } } } }),
      stream({ id: 'three', delivery: { poll: { token: { env: 'NOBODY' } } } }),
    ]);
    expect(faults).toEqual([
      expect.stringMatching(/eventStreams\[1\]\.delivery\.poll\.token is the token of a SCIM connection/),
      expect.stringMatching(/eventStreams\[2\]\.delivery\.poll\.token\.env names an environment variable/),
      expect.stringMatching(/eventStreams\[1\]\.id is "hr", which .*eventStreams\[0\] has already/),
      expect.stringMatching(/eventStreams\[0\]\.events lists .*; take one of them/),
    ]);
    expect(refused([stream({ events: ['prov:craete:notice'] })]).join()).toContain('possible values');
    expect(refused([stream({ delivery: {} })]).join()).toContain('must hold one of "push", "poll"');
    expect(refused([stream({ delivery: { ...PUSH, ...POLL } })]).join()).toContain('only one of');
  });

  it.each(['SCIM_BEARER_TOKEN', 'ADMIN_TOKEN', 'HR_TOKEN'])(
    'may not be polled with the token that is %s too',
    (name) => {
      const polled = (id: string, env: string): object =>
        stream({ id, delivery: { poll: { token: { env } } } });
      const env = { ...ENV, SCIM_BEARER_TOKEN: `${TOKEN}-1`, ADMIN_TOKEN: `${TOKEN}-2`, OTHER: `${TOKEN}-3` };
      const told = (second: string): readonly string[] =>
        refused([polled('one', 'HR_TOKEN'), polled('two', second)], env).filter((fault) =>
          /poll\.token/.test(fault),
        );
      expect(told(name)).toEqual([
        expect.stringMatching(/eventStreams\[1\]\.delivery\.poll\.token is the token of/),
      ]);
      expect(told('OTHER')).toEqual([]);
    },
  );

  it('are refused where the header could not be sent', () => {
    const faults = refused([stream()], { ...ENV, RECEIVER: 'Bearer one\r\nX: two' });
    expect(faults).toEqual([
      expect.stringMatching(/push\.authorization must be the value of an Authorization header/),
    ]);
  });

  it('may take their secrets from variables of any name', () => {
    const delivery = { poll: { token: { env: 'SCIM_HR_TOKEN' } } };
    expect(refused([stream({ delivery })], { ...ENV, SCIM_HR_TOKEN: POLL_TOKEN })).toEqual([]);
  });

  it('are known to the command line, which needs no secret', () => {
    const file = { customers: [{ id: 'ajuba', eventStreams: [stream()] }] };
    const parsed = parseConfig({ GATEWAY_CONFIG: 'file' }, () => JSON.stringify(file), 'administer');
    expect(parsed).toMatchObject({ ok: true, config: { eventStreams: [{ customer: 'ajuba', id: 'hr' }] } });
  });
});
