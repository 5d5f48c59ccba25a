// The order of a bulk request's operations: what is needed comes first, circles are cut where they can be (RFC 7644 §3.7.1).

import * as fc from 'fast-check';
import { planOrder, type Need, type Plan } from '../../src/scim/bulk/plan';

const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
console.info(`bulk.plan seed ${SEED}`);

const needs = (...targets: number[]): Need[] => targets.map((target) => ({ target, canWait: true }));
const musts = (...targets: number[]): Need[] => targets.map((target) => ({ target, canWait: false }));
const deferredOf = ({ deferred }: Plan): object =>
  Object.fromEntries([...deferred].map(([index, targets]) => [index, [...targets]]));

describe('planOrder', () => {
  it('keeps the order of the client where nothing needs anything', () => {
    expect(planOrder([[], [], []]).order).toEqual([0, 1, 2]);
  });

  it('puts off only what needs something that comes later', () => {
    expect(planOrder([needs(2), [], [], []]).order).toEqual([1, 2, 0, 3]);
    expect(planOrder([musts(1), musts(2), musts(3), []]).order).toEqual([3, 2, 1, 0]);
  });

  it('lets one reference of a circle wait, that of the first operation (RFC 7644 §3.7.1)', () => {
    const plan = planOrder([needs(1), needs(2), needs(0), []]);
    expect([plan.order, deferredOf(plan)]).toEqual([[0, 2, 1, 3], { 0: [1] }]);
    expect(deferredOf(planOrder([needs(0)]))).toEqual({ 0: [0] });
  });

  it('lets that reference of a circle wait which can', () => {
    const plan = planOrder([musts(1), needs(0)]);
    expect([plan.order, deferredOf(plan), plan.impossible.size]).toEqual([[1, 0], { 1: [0] }, 0]);
  });

  it('cuts nothing of an operation that only refers to a circle', () => {
    const plan = planOrder([needs(1), needs(2), needs(1)]);
    expect([plan.order, deferredOf(plan)]).toEqual([[1, 0, 2], { 1: [2] }]);
  });

  it('finds a circle impossible of which no reference can wait, and nothing beside it', () => {
    const plan = planOrder([musts(1), musts(0), musts(1), [], musts(4)]);
    expect([...plan.impossible]).toEqual([
      [0, [0, 1]],
      [1, [0, 1]],
      [4, [4]],
    ]);
    expect(plan.order).toHaveLength(5);
  });

  it('holds for any references', () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.array(
        fc.uniqueArray(fc.record({ target: fc.nat({ max: size - 1 }), canWait: fc.boolean() }), {
          selector: ({ target }) => target,
          maxLength: 4,
        }),
        { minLength: size, maxLength: size },
      ),
    );
    fc.assert(fc.property(graph, assertSound), { seed: SEED, numRuns: 500 });
  });

  it('takes 10,000 operations in a chain, a ring or a fan in a moment', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    const start = performance.now();
    expect(planOrder(many.map((index) => (index === 9_999 ? [] : musts(index + 1)))).order[0]).toBe(9_999);
    expect(planOrder(many.map((index) => needs((index + 1) % 10_000))).deferred.size).toBe(1);
    expect(planOrder(many.map((index) => (index === 0 ? musts(...many.slice(1)) : []))).order.at(-1)).toBe(0);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('takes 1,000 operations that refer to 200 others each, in circles upon circles, in a moment', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    const next = (index: number): number[] => many.slice(0, 200).map((step) => (index + step + 1) % 1_000);
    const start = performance.now();
    const { order, deferred } = planOrder(many.map((index) => needs(...next(index))));
    expect(performance.now() - start).toBeLessThan(1_000);
    expect([order.length, deferred.get(0)?.size]).toEqual([1_000, 200]);
  });

  it('lets all that an operation waits for come later where it cannot have one of it before, as one change', () => {
    const plan = planOrder([needs(1, 2), needs(0), needs(1), []]);
    expect([plan.order, deferredOf(plan)]).toEqual([[0, 1, 2, 3], { 0: [1, 2] }]);
  });
});

/** Every operation once; after all it needs, but for what was deferred, which only references that can wait may be. */
function assertSound(given: readonly (readonly Need[])[]): void {
  const { order, deferred, impossible } = planOrder(given);
  expect(order.toSorted((left, right) => left - right)).toEqual([...given.keys()]);
  const place = new Map(order.map((index, position) => [index, position]));
  for (const [index, own] of given.entries()) {
    if (impossible.has(index)) continue;
    for (const { target, canWait } of own) {
      if (deferred.get(index)?.has(target) === true) expect(canWait).toBe(true);
      else expect(place.get(target)).toBeLessThan(place.get(index) ?? -1);
    }
  }
  for (const [, circle] of impossible) {
    expect(circle.every((index) => given[index]?.some(({ target }) => circle.includes(target)))).toBe(true);
  }
}
