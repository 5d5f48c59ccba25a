// The heap is kept small while members pass through in mass, and left to V8 before and after.

import { heapControl, smallHeapDuringMassWork, type HeapControl } from '../../src/start/small-heap';

/** Of half a million objects, at the very least. */
const GARBAGE_BYTES = 4_000_000;

function leftBehind(count: number): number {
  return Array.from({ length: count }, (_, index) => ({ index })).length;
}

function recorded(): { readonly told: readonly (string | number)[]; readonly control: HeapControl } {
  const told: (string | number)[] = [];
  const control = {
    boundGarbage: (percent: number) => void told.push(percent),
    collect: () => void told.push('collect'),
  };
  return { told, control };
}

describe('work on many members', () => {
  it('bounds the garbage from 50,000 members on until it ends, and collects what was there before', () => {
    const { told, control } = recorded();
    const work = smallHeapDuringMassWork(control)();
    for (let batch = 0; batch < 100; batch += 1) work.seen(1_000);
    expect(told).toEqual([50, 'collect']);
    work.end();
    work.end();
    expect(told).toEqual([50, 'collect', 0]);
  });

  it('changes nothing where there are fewer', () => {
    const { told, control } = recorded();
    const begin = smallHeapDuringMassWork(control);
    for (const work of [begin(), begin()]) {
      work.seen(49_999);
      work.end();
      work.seen(50_000);
    }
    expect(told).toEqual([]);
  });

  it('is bounded until the last of several has ended', () => {
    const { told, control } = recorded();
    const begin = smallHeapDuringMassWork(control);
    const [one, other] = [begin(), begin()];
    one.seen(60_000);
    other.seen(60_000);
    one.end();
    expect(told).toEqual([50, 'collect']);
    other.end();
    expect(told).toEqual([50, 'collect', 0]);
  });
});

describe('the heap of this process', () => {
  it('is rid of its garbage by a collection', () => {
    const control = heapControl();
    expect(leftBehind(500_000)).toBe(500_000);
    const before = process.memoryUsage().heapUsed;
    control.collect();
    expect(before - process.memoryUsage().heapUsed).toBeGreaterThan(GARBAGE_BYTES);
  });
});
