import { sideBySide, type Pair } from '../../src/store/member-merge';

const id = (number: number): string => String(number).padStart(6, '0');
const ids = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => id(from + index));

async function* heldBatches(
  members: readonly string[],
): AsyncGenerator<readonly { member: string; nested: false; display: undefined }[]> {
  await Promise.resolve();
  for (let start = 0; start < members.length; start += 1_000)
    yield members
      .slice(start, start + 1_000)
      .map((member) => ({ member, nested: false, display: undefined }));
}

async function merged(
  asked: readonly string[],
  held: readonly string[],
): Promise<{ readonly largest: number; readonly pairs: readonly Pair[] }> {
  const pairs: Pair[] = [];
  let largest = 0;
  for await (const batch of sideBySide([asked.map((one) => ({ id: one }))], heldBatches(held))) {
    largest = Math.max(largest, batch.length);
    for (const pair of batch) pairs.push(pair);
  }
  return { largest, pairs };
}

describe('whom a client names beside who is there', () => {
  it.each([
    ['before', ids(0, 5_000), ids(5_000, 10_000)],
    ['behind', ids(5_000, 10_000), ids(0, 5_000)],
    ['among', ids(0, 10_000).filter((_, index) => index % 2 === 0), ids(0, 10_000)],
  ])(
    'come in order and in small batches where those named stand %s the others',
    async (_where, asked, held) => {
      const { largest, pairs } = await merged(asked, held);
      expect(largest).toBe(1_000);
      expect(pairs.map((pair) => pair.id)).toEqual([...new Set([...asked, ...held])].toSorted());
      const [isAsked, isHeld] = [new Set(asked), new Set(held)];
      for (const pair of pairs) {
        expect(pair.asked !== undefined).toBe(isAsked.has(pair.id));
        expect(pair.held !== undefined).toBe(isHeld.has(pair.id));
      }
    },
  );
});
