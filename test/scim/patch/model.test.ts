// Holds the PATCH engine to an independent account of what PATCH means, over tens of thousands of random operations.

import * as fc from 'fast-check';

import type { JsonObject } from '../../../src/directory/json';
import { ScimFailure } from '../../../src/scim/failure';
import { applyPatch } from '../../../src/scim/patch/apply';
import type { PatchOperation } from '../../../src/scim/patch/operation';
import { parsePatch } from '../../../src/scim/patch/parse';
import { deeplyFrozen, LIMITS, PATCH_OP, USER } from './patching';
import { randomRequest, type Step } from './random-patch';
import { Person, Refused } from './reference-model';

const SEED = Number(process.env['PATCH_MODEL_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 1_200;
const OPERATIONS_MIN = 20_000;

/** A fault to plant: what an operation becomes. */
type Fault = (operation: PatchOperation) => readonly PatchOperation[];
type Outcome = { readonly resource: JsonObject } | { readonly refused: string | undefined };

const sound: Fault = (operation) => [operation];
const ignore = (): void => undefined;

function byEngine(resource: JsonObject, request: readonly Step[], fault: Fault): Outcome {
  const body = JSON.parse(
    JSON.stringify({ schemas: [PATCH_OP], Operations: request.map(({ operation }) => operation) }),
  ) as JsonObject;
  try {
    const { operations } = parsePatch(USER, body, LIMITS, { note: ignore, replacesWhole: false });
    return { resource: applyPatch(USER, deeplyFrozen(resource), operations.flatMap(fault), ignore) };
  } catch (failure) {
    if (!(failure instanceof ScimFailure)) throw failure;
    return { refused: failure.scimType };
  }
}

function byModel(person: Person, request: readonly Step[]): Person | { readonly refused: string } {
  try {
    return person.after(request.flatMap(({ actions }) => actions));
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    return { refused: failure.scimType };
  }
}

const tally = { operations: 0, changed: 0, unchanged: 0, refused: 0 };

function agreement(fault: Fault): fc.IPropertyWithHooks<[(readonly Step[])[]]> {
  return fc.property(fc.array(randomRequest, { minLength: 4, maxLength: 16 }), (requests) => {
    let person = Person.named('ada');
    let resource = person.toJson();
    for (const request of requests) {
      const outcome = byEngine(resource, request, fault);
      const expected = byModel(person, request);
      tally.operations += request.length;
      if (!(expected instanceof Person)) {
        expect(outcome).toEqual(expected);
        tally.refused += 1;
      } else {
        const before = JSON.stringify(resource);
        expect(outcome).toEqual({ resource: expected.toJson() });
        person = expected;
        resource = 'resource' in outcome ? outcome.resource : resource;
        tally[JSON.stringify(resource) === before ? 'unchanged' : 'changed'] += 1;
      }
    }
  });
}

describe(`engine and model, seed ${SEED} (PATCH_MODEL_SEED repeats it)`, () => {
  it('agree on every one of 20,000 random operations', () => {
    fc.assert(agreement(sound), { seed: SEED, numRuns: RUNS });
    expect(tally.operations).toBeGreaterThanOrEqual(OPERATIONS_MIN);
    // A comparison that only ever sees refusals, or only ever no change, would prove nothing.
    for (const count of [tally.changed, tally.unchanged, tally.refused]) {
      expect(count).toBeGreaterThan(OPERATIONS_MIN / 100);
    }
  }, 120_000);

  it.each<readonly [string, Fault]>([
    [
      'a remove with values empties the list',
      (operation) =>
        operation.kind === 'removeValues'
          ? [{ kind: 'assign', place: operation.place, value: undefined }]
          : [operation],
    ],
    [
      'a replace of a list adds to it',
      (operation) =>
        operation.kind === 'assign' && Array.isArray(operation.value)
          ? [{ kind: 'append', place: operation.place, values: operation.value }]
          : [operation],
    ],
    [
      'a value path changes every value',
      (operation) => [operation.kind === 'changeSelected' ? { ...operation, where: undefined } : operation],
    ],
    [
      'a created value forgets its filter',
      (operation) => [
        operation.kind === 'changeSelected' && operation.described !== undefined
          ? { ...operation, described: {} }
          : operation,
      ],
    ],
    [
      'a replaced value keeps its other parts',
      (operation) =>
        operation.kind === 'replaceSelected'
          ? [
              {
                ...operation,
                kind: 'changeSelected',
                changes: Object.entries(operation.value).flatMap(([name, value]) => {
                  const attribute = operation.place.attribute.subAttributes.get(name.toLowerCase());
                  return attribute === undefined ? [] : [{ attribute, value }];
                }),
              },
            ]
          : [operation],
    ],
    [
      'a sub-attribute replaces its siblings',
      (operation) => {
        const [holder] = operation.place.holders;
        if (operation.kind !== 'assign' || holder === undefined) return [operation];
        return [{ kind: 'assign', place: { holders: [], attribute: holder }, value: undefined }, operation];
      },
    ],
    ['an add to a list is lost', (operation) => (operation.kind === 'append' ? [] : [operation])],
  ])(
    'disagree once a fault is planted: %s',
    (_, fault) => {
      const found = fc.check(agreement(fault), { seed: SEED, numRuns: RUNS, endOnFailure: true });
      expect(found.failed).toBe(true);
    },
    60_000,
  );
});
