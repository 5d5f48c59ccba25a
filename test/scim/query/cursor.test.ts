// Sealing and opening a place in a list (RFC 9865), with a key ring and a clock of the test's own.

import type { KeyRing } from '../../../src/directory/key-ring';
import { createCursors, queryKey, type Cut } from '../../../src/scim/query/cursor';

const LIFE_S = 60;
const CUT: Cut = { type: 'User', value: 'título', id: 'u-1', backward: false, inclusive: false, total: 7 };

function keyRing(): KeyRing & { asked(): number } {
  const kept = new Map<string, Awaited<ReturnType<KeyRing['key']>>>();
  let count = 0;
  return {
    asked: () => count,
    async key(purpose, make) {
      count += 1;
      const key = kept.get(purpose) ?? (await make());
      kept.set(purpose, key);
      return key;
    },
  };
}

function cursorsAt(keys: KeyRing, clock: { ms: number }): ReturnType<typeof createCursors> {
  return createCursors({ keys, now: () => new Date(clock.ms), lifeS: LIFE_S });
}

describe('a cursor', () => {
  const clock = { ms: Date.UTC(2026, 4, 1) };
  const keys = keyRing();
  const cursors = cursorsAt(keys, clock);

  it.each<Cut['value']>(['text', '', 0, -1.5, true, false, null, new Date(5)])(
    'gives back the place it was made of, in another process too: %p',
    async (value) => {
      const cursor = await cursors.seal({ ...CUT, value }, 'q');
      expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
      expect(await cursorsAt(keys, clock).open(cursor, 'q')).toMatchObject({ ...CUT, value });
    },
  );

  it('is made with a key that is read once', async () => {
    const asked = keys.asked();
    await cursors.open(await cursors.seal(CUT, 'q'), 'q');
    expect(keys.asked()).toBe(asked);
  });

  it('is good as long as the setting says and then refused as expiredCursor (RFC 9865 §2.1)', async () => {
    const started = { ms: clock.ms };
    const aging = cursorsAt(keys, started);
    const cursor = await aging.seal(CUT, 'q');
    started.ms += (LIFE_S - 1) * 1000;
    expect(await aging.open(cursor, 'q')).toMatchObject(CUT);
    started.ms += 2_000;
    await expect(aging.open(cursor, 'q')).rejects.toMatchObject({ status: 400, scimType: 'expiredCursor' });
  });

  it('of another query or another key is refused as invalidCursor (RFC 9865 §2.1)', async () => {
    const cursor = await cursors.seal(CUT, queryKey(['customer', 'filter']));
    const refusal = { status: 400, scimType: 'invalidCursor' };
    await expect(cursors.open(cursor, queryKey(['other', 'filter']))).rejects.toMatchObject(refusal);
    await expect(cursorsAt(keyRing(), clock).open(cursor, 'q')).rejects.toMatchObject(refusal);
  });

  it('is not made while the key is out of reach, and is as soon as it is not', async () => {
    let isAway = true;
    const ring = keyRing();
    const away: KeyRing = {
      key: (...asked) => (isAway ? Promise.reject(new Error('away')) : ring.key(...asked)),
    };
    const waiting = cursorsAt(away, clock);
    await expect(waiting.seal(CUT, 'q')).rejects.toThrow('away');
    isAway = false;
    expect(await waiting.open(await waiting.seal(CUT, 'q'), 'q')).toMatchObject(CUT);
  });
});
