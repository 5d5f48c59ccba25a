// Entity tags and preconditions (RFC 7644 §3.14, RFC 9110 §13.1) without HTTP.

import { assertMayWrite, entityTag, isUnmodified } from '../../src/scim/etag';

const refusalOf = (ifMatch: string | undefined, ifNoneMatch?: string): unknown => {
  try {
    assertMayWrite({ ifMatch, ifNoneMatch }, 7);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('entityTag', () => {
  it('is weak, because equal versions may be written with other white space', () => {
    expect(entityTag(7)).toBe('W/"7"');
  });
});

describe('assertMayWrite', () => {
  it.each([undefined, '*', ' * ', 'W/"7"', '"7"', '"1" , W/"7"', '"a,b","7"'])(
    'lets If-Match %j pass',
    (header) => {
      expect(refusalOf(header)).toBeUndefined();
    },
  );

  it.each(['W/"6"', '"77"', '""', '"*"', '"6", "8"', 'W/"7x"'])('answers 412 to If-Match %j', (header) => {
    expect(refusalOf(header)).toMatchObject({
      status: 412,
      detail: expect.stringContaining('W/"7"') as string,
    });
  });

  it.each(['', '7', 'W/7', '"7', '7"', '"7" "8"', '*, "7"', 'w/"7"', '"7\u0000"'])(
    'answers 400 to If-Match %j',
    (header) => {
      expect(refusalOf(header)).toMatchObject({ status: 400, scimType: 'invalidValue' });
    },
  );

  it('answers 412 where If-None-Match meets the version', () => {
    expect(refusalOf(undefined, '*')).toMatchObject({ status: 412 });
    expect(refusalOf(undefined, '"7"')).toMatchObject({ status: 412 });
    expect(refusalOf(undefined, '"6"')).toBeUndefined();
  });

  it('reads a long header in no time', () => {
    const start = performance.now();
    expect(refusalOf(`${'"1",'.repeat(4_000)}x`)).toMatchObject({ status: 400 });
    expect(refusalOf(`"1"${' '.repeat(16_000)}x`)).toMatchObject({ status: 400 });
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe('isUnmodified', () => {
  it('is true where If-None-Match has the version or *, false without it', () => {
    const asked = (ifNoneMatch: string | undefined): boolean =>
      isUnmodified({ ifMatch: undefined, ifNoneMatch }, 7);
    expect([asked('W/"7"'), asked('*'), asked('"6"'), asked(undefined)]).toEqual([true, true, false, false]);
  });
});
