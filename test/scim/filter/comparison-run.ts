// Compares what MongoDB and memory answer to the same filters over the same resources; generates both from a seed.
import fc from 'fast-check';
import type { mongo } from 'mongoose';
import type { Condition, SearchForm } from '../../../src/directory/condition';
import type { JsonObject } from '../../../src/directory/json';
import { meets } from '../../../src/directory/meets';
import { parseFilter } from '../../../src/scim/filter/parser';
import { resolveFilter } from '../../../src/scim/filter/resolve';
import type { ResourceType } from '../../../src/scim/schema/schema-map';
import { searchForm } from '../../../src/scim/schema/search-form';
import type { MongoFilter, RelatedIds } from '../../../src/store/condition';
import { filterOf } from './generated-filters';
import { fragment, resourceOf } from './generated-resources';
import { LIMITS } from './resource-types';

export type Compile = (condition: Condition, root: string, relatedIds: RelatedIds) => MongoFilter;

export interface Stored {
  readonly _id: string;
  readonly resource: JsonObject;
  readonly search: SearchForm;
  /** What `groups` or `members` holds. */
  readonly related: readonly string[];
}

export interface Batch {
  readonly type: ResourceType;
  readonly stored: readonly Stored[];
  readonly filters: readonly string[];
}

interface Difference {
  readonly filter: string;
  readonly id: string;
  readonly resource: JsonObject;
  readonly inMemory: boolean;
  readonly inMongo: boolean;
}

export interface BatchSize {
  readonly resources: number;
  readonly filters: number;
}

const RELATED_IDS = ['related-1', 'related-2', 'related-3'];

export function generateBatch(type: ResourceType, seed: number, size: BatchSize): Batch {
  const text = fc.array(fragment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  const drawnTexts = fc.sample(text, { seed, numRuns: 30 });
  // Where a pattern and a plain comparison part most easily: a line feed at the end, and a dot beside another letter.
  const pool = [
    ...drawnTexts,
    ...drawnTexts.slice(0, 5).map((one) => `${one}\n`),
    ...drawnTexts.slice(5, 9).flatMap((one) => [`${one}.b`, `${one}zb`]),
  ];
  const related = fc.subarray(RELATED_IDS.slice(0, 2));
  const drawn = fc.sample(fc.tuple(resourceOf(type.attributes, pool), related), {
    seed,
    numRuns: size.resources,
  });
  const stored = drawn.map(([resource, ids], index) => storedResource(type, resource, ids, `id-${index}`));
  const texts = [...pool, ...stored.slice(0, 3).map(({ _id }) => _id)];
  const filters = fc.sample(filterOf(type, { texts, relatedIds: RELATED_IDS }), {
    seed,
    numRuns: size.filters,
  });
  return { type, stored, filters };
}

function storedResource(
  type: ResourceType,
  generated: JsonObject,
  related: readonly string[],
  id: string,
): Stored {
  const resource = { id, ...generated };
  return { _id: id, resource, search: searchForm(type.attributes, resource), related };
}

/** Every (resource, filter) of the batch on which MongoDB and memory disagree. */
export async function differencesIn(
  collection: mongo.Collection<Stored>,
  { type, stored, filters }: Batch,
  compile: Compile,
): Promise<readonly Difference[]> {
  await collection.deleteMany({});
  await collection.insertMany([...stored]);
  const differences: Difference[] = [];
  for (const filter of filters) {
    const condition = resolveFilter(type, parseFilter(filter, LIMITS));
    const query = compile(condition, 'search', (_relation, id) =>
      stored.filter((one) => isRelated(one, id)).map(({ _id }) => _id),
    );
    const found = await collection.find(query as mongo.Filter<Stored>, { projection: { _id: 1 } }).toArray();
    const ids = new Set(found.map(({ _id }) => _id));
    for (const one of stored) {
      const inMemory = meets(condition, one.search, (_relation, id) => isRelated(one, id));
      const inMongo = ids.has(one._id);
      if (inMemory !== inMongo)
        differences.push({ filter, id: one._id, resource: one.resource, inMemory, inMongo });
    }
  }
  return differences;
}

function isRelated({ related }: Stored, id: string | null): boolean {
  return id === null ? related.length > 0 : related.includes(id);
}

/** The difference with the shortest filter, for people to read. */
export function describeFirst(differences: readonly Difference[], seed: number): string {
  const [first] = differences.toSorted((left, right) => left.filter.length - right.filter.length);
  if (first === undefined) return `no difference with seed ${seed}`;
  return [
    `${differences.length} differences with seed ${seed}; the one with the shortest filter:`,
    first.filter,
    `in memory ${first.inMemory}, in MongoDB ${first.inMongo}, of ${first.id}:`,
    JSON.stringify(first.resource, undefined, 1),
  ].join('\n');
}
