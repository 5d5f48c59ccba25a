import { createSharedPlaces, type Party, type PlacesOptions } from '../../src/store/shared-places';

interface Named extends Party {
  readonly name: string;
}

const party = (name: string, size = 1): Named => ({ name, size, isUrgent: name.startsWith('urgent') });

const OPTIONS: PlacesOptions = { most: 2, together: 4, enough: 3, slowMs: 60_000, waitMsMax: 60_000 };

/** Transactions that end when they are told to. */
function places(options: Partial<PlacesOptions> = {}) {
  const begun: string[][] = [];
  const ends: (() => void)[] = [];
  const given: string[] = [];
  const shared = createSharedPlaces<Named>(
    (parties) => {
      begun.push(parties.map(({ name }) => name));
      return new Promise((resolve) => ends.push(resolve));
    },
    { ...OPTIONS, ...options },
  );
  const join = (...names: readonly string[]): void => {
    for (const name of names)
      shared.join(party(name), ({ code }) => {
        given.push(`${name} ${code}`);
      });
  };
  const endNext = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, given, join, endNext, shared };
}

describe('the places of shared transactions', () => {
  it('take along all that came meanwhile, urgent ones first, as many as may be together', async () => {
    const { begun, join, endNext } = places({ enough: 100 });
    join('first');
    join('a', 'b', 'c', 'd', 'urgent');
    expect(begun).toEqual([['first']]);
    await endNext();
    expect(begun).toEqual([['first'], ['urgent', 'a', 'b', 'c']]);
    await endNext();
    expect(begun.at(-1)).toEqual(['d']);
  });

  it('begin another transaction beside one under way when enough wait, and no more than may be', () => {
    const { begun, join } = places();
    join('first', 'a', 'b');
    expect(begun).toHaveLength(1);
    join('c');
    expect(begun).toEqual([['first'], ['a', 'b', 'c']]);
    join('d', 'e', 'f', 'g');
    expect(begun).toHaveLength(2);
  });

  it('do not wait for a transaction that is slow', async () => {
    const { begun, join } = places({ slowMs: 5 });
    join('slow', 'a');
    while (begun.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([['slow'], ['a']]);
  });

  it('take a party that is larger than a transaction by itself', async () => {
    const { begun, shared, endNext, join } = places({ enough: 100 });
    join('first');
    shared.join(party('large', 9), () => undefined);
    join('a');
    await endNext();
    expect(begun.at(-1)).toEqual(['large']);
  });

  it('tell busy whoever waited too long, who never begins', async () => {
    const { begun, given, join, endNext } = places({ waitMsMax: 5, enough: 100 });
    join('first', 'a');
    while (given.length < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(given).toEqual(['a busy']);
    await endNext();
    join('b');
    expect(begun).toEqual([['first'], ['b']]);
  });
});
