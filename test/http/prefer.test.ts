// The Prefer header as RFC 7240 has it.

import { preferencesOf } from '../../src/http/prefer';

describe('preferencesOf', () => {
  it.each([
    ['respond-async', true, undefined],
    ['Respond-Async', true, undefined],
    ['return=minimal, respond-async, wait=10', true, 10],
    ['respond-async; foo="bar", wait="5"', true, 5],
    ['wait=100 , respond-async', true, 100],
    ['wait=1, wait=2', false, 1],
    ['respond-async, wait=soon', true, undefined],
    ['no-respond-async', false, undefined],
    ['return=respond-async', false, undefined],
    ['respond-async=true;x="a=b"; y, wait = " 7 "', true, 7],
    ['respond async, respond-async=x"y', true, undefined],
    ['wait="1', false, undefined],
    [',;=, ===', false, undefined],
    ['', false, undefined],
    [undefined, false, undefined],
  ])('reads %j (RFC 7240 §2)', (header, respondAsync, waitS) => {
    expect(preferencesOf(header)).toEqual({ respondAsync, waitS });
  });

  it('is linear in a hostile header', () => {
    const start = performance.now();
    for (const part of ['=', ' ', '"', 'a= ', ';', 'a=" ']) preferencesOf(`a=${part.repeat(16_000)}"""x`);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
