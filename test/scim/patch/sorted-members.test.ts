// Members of a long list, written down compactly: in order, each once, shown as was said last.

import fc from 'fast-check';
import { sortedMembers } from '../../../src/scim/patch/sorted-members';

describe('a long list of members', () => {
  it('comes back in order of id, each once, with the display that was sent last', () => {
    const id = fc.integer({ min: 0, max: 60_000 }).map((number) => `id-${number}`);
    const display = fc.option(fc.constantFrom('Ann "A" Lee', 'line\nbreak', 'Zoë 🦊', ' '), {
      nil: undefined,
    });
    const member = fc.record({ id, display });
    fc.assert(
      fc.property(
        fc.array(fc.array(member, { maxLength: 30 }), { maxLength: 30 }),
        fc.nat(3),
        (batches, times) => {
          const list = sortedMembers();
          const expected = new Map<string, string | undefined>();
          // More than are sorted at a time, in some of the runs.
          const many = Array.from({ length: times * 21_000 }, (_, index) => ({
            id: `many-${(index * 7_919) % 21_000}`,
          }));
          for (const batch of [many, ...batches]) {
            list.add(batch);
            for (const one of batch)
              expected.set(one.id, (one as { readonly display?: string }).display ?? expected.get(one.id));
          }
          const sorted = [...expected].toSorted(([left], [right]) => (left < right ? -1 : 1));
          const found = [...list.end().batches()].flat().map((one) => [one.id, one.display]);
          expect(found).toEqual(sorted);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('can be read again, and says whether ids were sent that nobody can have', () => {
    const list = sortedMembers();
    list.add([{ id: 'b' }, { id: 'a' }]);
    const told = list.end();
    expect([[...told.batches()], [...told.batches()], told.hasOthers]).toEqual([
      [[{ id: 'a' }, { id: 'b' }]],
      [[{ id: 'a' }, { id: 'b' }]],
      false,
    ]);
    const other = sortedMembers();
    other.add([{ id: 'a' }, { id: 'with space' }, { id: 'ünder' }, { id: 'x'.repeat(200) }]);
    expect([[...other.end().batches()], other.end().hasOthers]).toEqual([[[{ id: 'a' }]], true]);
  });
});
