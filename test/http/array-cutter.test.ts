// Long arrays cut out of a JSON text that arrives in pieces: nothing is lost, and nothing that is no JSON passes.

import fc from 'fast-check';
import { arrayCutter } from '../../src/http/array-cutter';

interface Pieces {
  readonly rest: unknown;
  readonly members: readonly unknown[];
}

/** As the reader of a body puts it together. @throws SyntaxError where a piece is no JSON */
function cutUp(text: Buffer, cuts: readonly number[], batchBytes: number): Pieces {
  const members: unknown[] = [];
  let isFirst = true;
  const cutter = arrayCutter({
    isCut: (place) => place.length === 1 && place[0] === 'members',
    batchBytes,
    restBytesMax: 100_000,
    onElements(json) {
      const elements = JSON.parse(json.toString()) as readonly unknown[];
      members.push(...(isFirst ? elements : elements.slice(1)));
      isFirst = false;
    },
    onTooLarge: () => {
      throw new Error('too large');
    },
  });
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    cutter.write(text.subarray(start, end));
    start = end;
  }
  return { rest: JSON.parse(cutter.end().toString()), members };
}

const MEMBERS = fc.array(fc.oneof(fc.jsonValue(), fc.record({ value: fc.string({ unit: 'binary' }) })), {
  maxLength: 40,
});
const CUTS = fc.array(fc.nat(), { maxLength: 12 });

describe('a text whose members are cut out', () => {
  it('gives the same members and the same rest, wherever its pieces end', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        MEMBERS,
        fc.jsonValue(),
        CUTS,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(undefined, 2),
        (before, members, after, cuts, batchBytes, indent) => {
          const body = { before: { members: before }, 'mem"bers\\': [before], members, after: [after] };
          const text = Buffer.from(JSON.stringify(body, null, indent));
          const cut = cutUp(text, cuts, batchBytes);
          const whole = JSON.parse(text.toString()) as typeof body;
          expect(cut).toEqual({ rest: { ...whole, members: [] }, members: whole.members });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is no JSON in one of its pieces where it is none as a whole', () => {
    const text = JSON.stringify({ a: 1, members: [{ value: 'x"y' }, { value: '\\' }, 3, [4]], z: [] });
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('', ',', '"', '{', '}', '[', ']', '\\', 'x', ':', '  ', ',,'),
        CUTS,
        fc.integer({ min: 1, max: 60 }),
        (position, damage, cuts, batchBytes) => {
          const damaged = text.slice(0, position) + damage + text.slice(position + 1);
          const outcome = (read: () => unknown): unknown => {
            try {
              return read();
            } catch {
              return 'no JSON';
            }
          };
          const cut = outcome(() => cutUp(Buffer.from(damaged), cuts, batchBytes));
          const whole = outcome(() => JSON.parse(damaged));
          if (whole === 'no JSON') expect([damaged, cut]).toEqual([damaged, 'no JSON']);
          else expect([damaged, cut]).not.toEqual([damaged, 'no JSON']);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    '{"members":[1,]}',
    '{"members":[,1]}',
    '{"members":[1,2}',
    '{"members":[1,2]',
    '{"members":[1,,2]}',
  ])('%s is refused by the pieces, however small they are', (text) => {
    for (const batchBytes of [1, 2, 100])
      expect(() => cutUp(Buffer.from(text), [], batchBytes)).toThrow(SyntaxError);
  });
});

describe('one element that is larger than all the rest may be', () => {
  const element = (length: number): Buffer => Buffer.from(`{"members":[1,"${'x'.repeat(length)}"]}`);
  const cuts = Array.from({ length: 200 }, (_, index) => index * 1_000);

  it('is refused before it is held whole', () => {
    expect(() => cutUp(element(150_000), cuts, 200)).toThrow('too large');
  });

  it('is no matter of how many elements there are', () => {
    const many = Buffer.from(JSON.stringify({ members: Array.from({ length: 40_000 }, () => 'member') }));
    expect(cutUp(many, cuts, 200).members).toHaveLength(40_000);
    expect(cutUp(element(90_000), cuts, 200).members).toHaveLength(2);
  });
});
