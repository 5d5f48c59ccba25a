// The rules of connections and their tokens by themselves: what is allowed when, which change wins, what is told.

import { createHash, randomBytes } from 'node:crypto';
import { connectionWords } from '../../src/directory/answers/connection-words';
import {
  created,
  described,
  expiring,
  readmitted,
  removed,
  renamed,
  revoked,
  rotated,
  switched,
  type NewToken,
} from '../../src/directory/connection-change';
import {
  connectionFacts,
  type ConfiguredConnection,
  type ConnectionRecord,
} from '../../src/directory/connection-record';
import { configuredTokenId, isTokenText, tokenText } from '../../src/directory/connection-token';
import {
  connectionDifferences,
  connectionViews,
  isOpen,
  type ConnectionView,
} from '../../src/directory/connection-view';
import { difference } from '../../src/directory/event';

const NOW = new Date('2026-11-01T10:00:00Z');
const LATER = new Date('2026-12-01T10:00:00Z');
const AT = { now: NOW, by: 'Ada' };
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const token = (id: string, expires: Date | null = null): NewToken => ({
  ...{ id, digest: digest(id), ending: id.slice(-4), expires },
});

const FILE: ConfiguredConnection = {
  customer: 'ajuba',
  name: 'okta',
  tokens: [{ digest: digest('configured'), expires: null }],
  clientId: 'okta-client',
  profile: 'default',
  tolerances: { 'path-less': 'refuse' },
  readsOnly: false,
};

const NEW = {
  ...{ id: 'c1', customer: 'ajuba', name: 'entra', kind: 'entra' as const, profile: 'default' as const },
  syncPeriodMinutes: undefined,
};

function views(...records: readonly ConnectionRecord[]): readonly ConnectionView[] {
  return connectionViews([FILE], records);
}

function viewOf(record: ConnectionRecord): ConnectionView {
  const view = views(record).find((each) => each.record.id === record.id);
  if (view === undefined) throw new Error('no view');
  return view;
}

const fileView = (): ConnectionView => {
  const [view] = views();
  if (view === undefined) throw new Error('no view');
  return view;
};
const entra = (): ConnectionView => viewOf(created(NEW, token('first'), { others: [], ...AT }));

describe('a token that the gateway makes', () => {
  it('has the form that scanners look for, its 256 bits and a check sum', () => {
    const text = tokenText(randomBytes(32));
    expect(text).toMatch(/^scimgw_[0-9A-Za-z]{49}$/);
    expect(isTokenText(text)).toBe(true);
    expect(tokenText(Buffer.alloc(32, 0xff))).toHaveLength(text.length);
  });

  it('is none with another letter, without its beginning or of fewer bits', () => {
    const text = tokenText(Buffer.alloc(32, 7));
    const other = text.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    expect([other, text.slice(7), `${text}x`, ''].map(isTokenText)).toEqual([false, false, false, false]);
    expect(() => tokenText(randomBytes(16))).toThrow(/32/);
  });
});

describe('a connection that an admin makes', () => {
  it('has a live token, and the sync period of its identity provider unless another is said', () => {
    expect(entra().record).toMatchObject({ version: 1, syncPeriodMinutes: 40, createdBy: 'Ada' });
    expect(isOpen(entra(), NOW)).toBe(true);
    const slow = created({ ...NEW, syncPeriodMinutes: 90 }, token('t'), { others: [], ...AT });
    expect(slow.syncPeriodMinutes).toBe(90);
  });

  it.each(['entra', 'ENTRA', 'okta'])('cannot be called %s where that name is taken', (name) => {
    const others = views(entra().record);
    expect(() => created({ ...NEW, id: 'c2', name }, token('second'), { others, ...AT })).toThrow(/already/);
  });

  it('takes the name of one that was removed', () => {
    const others = views(removed(entra(), AT));
    expect(created({ ...NEW, id: 'c2' }, token('second'), { others, ...AT }).name).toBe('entra');
  });

  it('is not made with a token that is over', () => {
    expect(() => created(NEW, token('t', NOW), { others: [], ...AT })).toThrow(/ahead/);
  });
});

describe('the tokens of a connection', () => {
  const two = (): ConnectionView => viewOf(rotated(entra(), token('second'), { oldEnds: undefined, ...AT }));

  it('are two at most, of those that live', () => {
    expect(two().tokens).toHaveLength(2);
    const third = { oldEnds: undefined, ...AT };
    expect(() => rotated(two(), token('third'), third)).toThrow(/2 live tokens/);
    expect(rotated(viewOf(revoked(two(), 'first', AT)), token('third'), third).tokens).toHaveLength(3);
    const ended = viewOf(expiring(two(), 'first', { expires: LATER, now: NOW }));
    const afterwards = { oldEnds: undefined, now: LATER, by: 'Ada' };
    expect(rotated(ended, token('third'), afterwards).tokens).toHaveLength(3);
  });

  it('end when the rotation says so, but no later than they did', () => {
    const soon = new Date('2026-11-02T00:00:00Z');
    const ends = (expires: Date | null): unknown =>
      rotated(viewOf(created(NEW, token('first', expires), { others: [], ...AT })), token('second'), {
        oldEnds: LATER,
        ...AT,
      }).tokens.map((each) => each.expires);
    expect(ends(null)).toEqual([LATER, null]);
    expect(ends(soon)).toEqual([soon, null]);
  });

  it('are revoked for good: neither an end that lies ahead nor a second revocation changes that', () => {
    const once = viewOf(revoked(entra(), 'first', AT));
    expect(isOpen(once, NOW)).toBe(false);
    expect(revoked(once, 'first', { now: LATER, by: 'Bob' })).toBe(once.record);
    expect(() => expiring(once, 'first', { expires: LATER, now: NOW })).toThrow(/revoked for good/);
  });

  it('come back to life by a later end only where two do not live already', () => {
    const three = viewOf(
      rotated(viewOf(expiring(two(), 'first', { expires: LATER, now: NOW })), token('third'), {
        ...{ oldEnds: undefined, now: LATER, by: 'Ada' },
      }),
    );
    const again = { expires: new Date('2027-01-01T00:00:00Z'), now: LATER };
    expect(() => expiring(three, 'first', again)).toThrow(/2 live tokens/);
  });

  it('are known by their id alone', () => {
    expect(() => revoked(entra(), digest('first'), AT)).toThrow(/no such token/);
  });
});

describe('a connection of the configuration', () => {
  const configured = configuredTokenId(digest('configured'));

  it('is shown as the file has it, and its tokens without their digest', () => {
    expect(fileView()).toMatchObject({
      record: { id: 'file-okta', kind: 'okta', version: 0 },
      tokens: [{ id: configured, origin: 'file', revoked: null }],
    });
    expect(configured).not.toContain(digest('configured').slice(0, 6));
  });

  it('can neither be renamed nor removed here', () => {
    expect(() => renamed(fileView(), 'other', [])).toThrow(/configuration file/);
    expect(() => removed(fileView(), AT)).toThrow(/configuration file/);
  });

  it('keeps a revocation wherever the file lists the token later', () => {
    const record = revoked(fileView(), configured, AT);
    const moved = connectionViews([{ ...FILE, name: 'new-name', clientId: null }], [record]);
    expect(moved[0]?.tokens[0]).toMatchObject({ revoked: NOW, revokedBy: 'Ada' });
    const another = connectionViews(
      [{ ...FILE, tokens: [{ digest: digest('next'), expires: null }] }],
      [record],
    );
    expect(another[0]?.tokens[0]).toMatchObject({ revoked: null });
  });

  it('has its OAuth client let in again, of another generation', () => {
    const out = viewOf(revoked(fileView(), 'client-okta-client', AT));
    expect(out.client).toMatchObject({ revoked: NOW, revocations: 1 });
    expect(viewOf(readmitted(out, 'client-okta-client')).client).toMatchObject({
      revoked: null,
      revocations: 1,
    });
    expect(() => readmitted(out, configured)).toThrow(/stays revoked/);
  });

  it('has its profile switched, and back, the later change winning', () => {
    const strict = viewOf(
      switched(fileView(), { profile: 'strict', tolerances: { 'path-less': 'profile' } }),
    );
    expect([strict.profile, strict.tolerances]).toEqual(['strict', {}]);
    expect(connectionDifferences(strict)).toEqual([
      'profile: "strict" is kept, the file says "default"',
      'tolerance path-less: "as the profile says" is kept, the file says "refuse"',
    ]);
    const back = viewOf(switched(strict, { profile: 'configured', tolerances: {} }));
    expect([back.profile, back.tolerances, connectionDifferences(back)]).toEqual([
      'default',
      FILE.tolerances,
      [],
    ]);
  });

  it('tells at the start which tokens are not as the file has them', () => {
    const rotatedView = viewOf(rotated(fileView(), token('made'), { oldEnds: LATER, ...AT }));
    expect(connectionDifferences(rotatedView)).toEqual([
      `${configured} ends: "2026-12-01T10:00:00.000Z" is kept, the file says "never"`,
      'token …made is not in the file; it exists',
    ]);
    expect(connectionDifferences(fileView())).toEqual([]);
  });
});

describe('the event of a changed connection', () => {
  function words(before: ConnectionRecord | undefined, after: ConnectionRecord): readonly string[] {
    return connectionWords(
      difference(before === undefined ? {} : connectionFacts(before), connectionFacts(after)),
    );
  }
  const first = (): ConnectionRecord => entra().record;

  it('says in words what was done', () => {
    expect(words(undefined, first())).toEqual(['connection "entra" made', 'token …irst made, valid']);
    expect(words(first(), revoked(entra(), 'first', AT))).toEqual(['token …irst revoked']);
    expect(words(first(), removed(entra(), AT))).toEqual([
      'connection removed: its tokens open nothing any more',
    ]);
    expect(words(first(), renamed(entra(), 'azure', []))).toEqual(['renamed from "entra" to "azure"']);
    expect(words(first(), described(entra(), { kind: 'okta', syncPeriodMinutes: undefined }))).toEqual([
      'identity provider from entra to okta',
      'sync period in minutes from 40 to 1440',
    ]);
    expect(words(fileView().record, revoked(fileView(), 'client-okta-client', AT))).toEqual([
      'OAuth client okta-client revoked',
    ]);
  });

  it('holds no digest', () => {
    const facts = JSON.stringify(
      connectionFacts(rotated(fileView(), token('made'), { oldEnds: LATER, ...AT })),
    );
    for (const text of ['made', 'configured']) expect(facts).not.toContain(digest(text));
  });
});
