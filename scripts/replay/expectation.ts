// Owns what a transcript may demand of an answer's JSON: pointers (RFC 6901) and the tests on what they find. Knows no HTTP.
import { isDeepStrictEqual } from 'node:util';

type Test = (found: unknown, wanted: unknown) => boolean;

const isNone = (value: unknown): boolean => value === undefined || value === null;

const isEmpty = (value: unknown): boolean =>
  isNone(value) || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const lengthOf = (value: unknown): number =>
  Array.isArray(value) || typeof value === 'string' ? value.length : Number.NaN;

const includes = (found: unknown, wanted: unknown): boolean =>
  Array.isArray(found)
    ? found.some((element) => isDeepStrictEqual(element, wanted))
    : typeof found === 'string' && typeof wanted === 'string' && found.includes(wanted);

const TESTS = {
  eq: isDeepStrictEqual,
  ne: (found, wanted) => !isDeepStrictEqual(found, wanted),
  exists: (found, wanted) => !isNone(found) === wanted,
  absent: (found, wanted) => (found === undefined) === wanted,
  nullOrAbsent: (found, wanted) => isNone(found) === wanted,
  emptyOrAbsent: (found, wanted) => isEmpty(found) === wanted,
  nonEmpty: (found, wanted) => !isEmpty(found) === wanted,
  oneOf: (found, wanted) => Array.isArray(wanted) && includes(wanted, found),
  includes,
  length: (found, wanted) => lengthOf(found) === wanted,
  minLength: (found, wanted) => lengthOf(found) >= Number(wanted),
  type: (found, wanted) => typeOf(found) === wanted,
} as const satisfies Readonly<Record<string, Test>>;

type TestName = keyof typeof TESTS;

export interface Expectation {
  readonly pointer: string;
  readonly test: TestName;
  readonly wanted: unknown;
}

/** Reads `{ eq: 1, type: "number" }` at a pointer; a test nobody knows is refused, since ignoring it would pass everything. */
export function expectationsAt(pointer: string, tests: Readonly<Record<string, unknown>>): Expectation[] {
  return Object.entries(tests).map(([test, wanted]) => {
    if (!isTestName(test)) {
      throw new Error(`unknown test "${test}" at ${pointer}; known are ${Object.keys(TESTS).join(', ')}`);
    }
    return { pointer, test, wanted };
  });
}

/** Undefined when the expectation is met, else a sentence with what was expected and what came. */
export function unmet(document: unknown, { pointer, test, wanted }: Expectation): string | undefined {
  const found = valueAt(document, pointer);
  if (TESTS[test](found, wanted)) return undefined;
  const place = test === 'eq' ? narrow({ pointer, found, wanted }) : { pointer, found, wanted };
  const came = place.found === undefined ? 'nothing' : JSON.stringify(place.found);
  return `expected ${place.pointer || 'the body'} ${test} ${JSON.stringify(place.wanted)}, came ${came}`;
}

interface Difference {
  readonly pointer: string;
  readonly found: unknown;
  readonly wanted: unknown;
}

/** From two unequal documents down to the first place where they really differ. */
function narrow({ pointer, found, wanted }: Difference): Difference {
  if (!isHolder(found) || !isHolder(wanted)) return { pointer, found, wanted };
  const keys = [...Object.keys(wanted), ...Object.keys(found)];
  const key = keys.find((candidate) => !isDeepStrictEqual(found[candidate], wanted[candidate]));
  if (key === undefined) return { pointer, found, wanted };
  const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return narrow({ pointer: `${pointer}/${step}`, found: found[key], wanted: wanted[key] });
}

/** RFC 6901: keys may hold dots and colons, so a URN is one step of the pointer; only own members count. */
export function valueAt(document: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => memberOf(value, key), document);
}

function memberOf(value: unknown, key: string): unknown {
  return isHolder(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An object or an array, whose members are looked up by key alike. */
function isHolder(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTestName(name: string): name is TestName {
  return Object.hasOwn(TESTS, name);
}
