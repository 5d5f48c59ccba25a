// What opens what, from configuration and database together: a token that is two things at once opens nothing by chance.

import { createHash } from 'node:crypto';
import { parseConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/config';
import { created } from '../../src/directory/connection-change';
import type { ConnectionRecord } from '../../src/directory/connection-record';
import { connectionMaker } from '../../src/start/connections';

const ADMIN = 'admin-token-of-at-least-32-characters';
const POLL = 'poll-token-of-at-least-32-characters-';
const FILE = 'file-token-of-at-least-32-characters-';
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function config(): Config {
  const file = {
    customers: [
      {
        id: 'ajuba',
        connections: [{ name: 'okta', token: { sha256: digest(FILE) } }],
        eventStreams: [{ id: 'siem', audience: 'siem', delivery: { poll: { token: { env: 'POLL' } } } }],
      },
      { id: 'other' },
    ],
  };
  const env = { GATEWAY_CONFIG: 'gateway.json', ADMIN_TOKEN: ADMIN, POLL };
  const parsed = parseConfig(env, () => JSON.stringify(file));
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

function made(id: string, customer: string, text: string): ConnectionRecord {
  const token = { id: `${id}-token`, digest: digest(text), ending: 'last', expires: null };
  const given = { id, customer, name: id, kind: 'other' as const, profile: 'default' as const };
  const at = { others: [], now: new Date('2026-11-01T00:00:00Z'), by: 'Ada' };
  return created({ ...given, syncPeriodMinutes: undefined }, token, at);
}

describe('what a token opens', () => {
  const make = connectionMaker(config());
  const opens = (text: string, ...records: readonly ConnectionRecord[]): string | undefined => {
    const token = make(records).token(digest(text));
    return token === undefined || token.isRevoked ? undefined : token.connection.id;
  };

  it('is the connection that has it', () => {
    expect(opens(FILE)).toBe('file-okta');
    expect(opens('a', made('one', 'ajuba', 'a'))).toBe('one');
    expect(opens('b', made('one', 'ajuba', 'a'))).toBeUndefined();
  });

  it.each([
    ['the admin token', ADMIN],
    ['the token of a receiver of events', POLL],
  ])('is nothing where it is %s too', (_what, text) => {
    expect(opens(text, made('one', 'ajuba', text))).toBeUndefined();
    expect(opens('a', made('one', 'ajuba', 'a'))).toBe('one');
  });

  it('is nothing where it is of two customers, and the configured connection where it is of one customer twice', () => {
    expect(opens(FILE, made('one', 'other', FILE))).toBeUndefined();
    expect(opens(FILE, made('one', 'ajuba', FILE))).toBe('file-okta');
  });

  it('is nothing for a customer who is no longer configured', () => {
    expect(opens('a', made('one', 'left', 'a'))).toBeUndefined();
  });

  it('is counted as the same connection after a change, and as another one beside it', () => {
    const [one, two] = [made('one', 'ajuba', 'a'), made('two', 'ajuba', 'b')];
    const countedAs = (text: string): unknown => make([one, two]).token(digest(text))?.connection.id;
    const before = countedAs('a');
    expect(before).toEqual(expect.any(String));
    expect(countedAs('a')).toBe(before);
    expect(countedAs('b')).not.toBe(before);
  });
});
