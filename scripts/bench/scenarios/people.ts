// Owns the scenarios about one person or a list of people.
import type { JsonObject } from '../../../src/directory/json';
import {
  activeAt,
  activeCount,
  COMPLEX_FILTER,
  complexHits,
  isComplexHit,
  person,
  personId,
  userNameOf,
  wandering,
} from '../firm';
import { mustBe, single, type Answer, type Scenario, type Setting } from '../scenario';

const PAGE = 100;
/** Pages are read whole so often, and by their numbers always: parsing each would take the time of the servers. */
const READ_WHOLE_EVERY = 16;
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** A person is enabled again so many disables later, when no connection can still be at it. */
const RETURN_AFTER = 128;

export interface ShownUser {
  readonly id: string;
  readonly userName: string;
  readonly title?: string;
  readonly active: boolean;
}

export interface ShownList {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly ShownUser[];
  readonly nextCursor?: string | null;
}

export function peopleReads(): readonly Scenario[] {
  return [
    single({
      name: 'GET by id',
      goal: 0.6,
      request: (index, { users }) => ({ method: 'GET', path: `/Users/${personId(wandering(index, users))}` }),
      isRight: (answer, index, { users }) => {
        const { id, userName } = answer.json() as ShownUser;
        const who = wandering(index, users);
        return answer.status === 200 && id === personId(who) && userName === userNameOf(who);
      },
    }),
    match('userName', userNameOf),
    match('externalId', (index) => `person-${index}`),
    complexFilter(),
    lastPage(),
    cursorWalk(),
  ];
}

function match(attribute: string, valueOf: (index: number) => string): Scenario {
  return single({
    name: `filter ${attribute} eq`,
    goal: 0.6,
    request: (index, { users }) => found(`${attribute} eq "${valueOf(wandering(index, users))}"`),
    isRight: (answer, index, { users }) => {
      const { totalResults, Resources } = answer.json() as ShownList;
      return totalResults === 1 && Resources[0]?.id === personId(wandering(index, users));
    },
  });
}

export function found(filter: string): { readonly method: string; readonly path: string } {
  return { method: 'GET', path: `/Users?filter=${encodeURIComponent(filter)}` };
}

function complexFilter(): Scenario {
  const { path } = found(COMPLEX_FILTER);
  let hits: { readonly of: number; readonly count: number } | undefined;
  return single({
    name: `complex filter, ${PAGE} of 64 %`,
    goal: 1,
    request: () => ({ method: 'GET', path: `${path}&count=${PAGE}` }),
    isRight: (answer, index, { users }) => {
      if (hits?.of !== users) hits = { of: users, count: complexHits(users) };
      return isPage(answer, index, { total: hits.count, size: PAGE, isMember: isComplexHit });
    },
  });
}

function lastPage(): Scenario {
  return single({
    name: `last page of ${PAGE}`,
    goal: 1,
    isDeep: true,
    request: (_, { users }) => ({
      method: 'GET',
      path: `/Users?startIndex=${Math.max(1, users - PAGE + 1)}&count=${PAGE}`,
    }),
    isRight: (answer, index, { users }) =>
      isPage(answer, index, { total: users, size: PAGE, isMember: (who) => who >= users - PAGE }),
  });
}

/** Each connection walks through the whole list, again and again, from the first page on. */
function cursorWalk(): Scenario {
  return {
    name: `page by cursor of ${PAGE}`,
    stages: ({ users }) => {
      const places = new Map<number, { readonly cursor: string; readonly page: number }>();
      return [
        {
          step: async ({ send, index, lane }) => {
            const { cursor, page } = places.get(lane) ?? { cursor: '', page: 0 };
            const request = {
              method: 'GET',
              path: `/Users?count=${PAGE}&cursor=${encodeURIComponent(cursor)}`,
            };
            const answer = await send(request);
            const { nextCursor, Resources } = answer.json() as ShownList;
            const expected = Math.min(PAGE, users - page * PAGE);
            const isRight =
              isPage(answer, index, { total: users, size: expected, isMember: () => true }) &&
              (expected === 0 || Resources[0]?.id === personId(page * PAGE));
            mustBe(isRight, request, answer);
            const isLast = (page + 1) * PAGE >= users;
            mustBe(isLast || typeof nextCursor === 'string', request, answer);
            places.set(lane, isLast ? { cursor: '', page: 0 } : { cursor: nextCursor ?? '', page: page + 1 });
            return 1;
          },
        },
      ];
    },
  };
}

interface Page {
  readonly total: number;
  readonly size: number;
  readonly isMember: (index: number) => boolean;
}

/** The numbers stand before the resources, so that a text need not be read to its end for them. */
function isPage(answer: Answer, index: number, { total, size, isMember }: Page): boolean {
  const items = Math.min(size, total);
  const text = answer.beginning();
  const isCounted =
    answer.status === 200 &&
    text.includes(`"totalResults":${total},`) &&
    text.includes(`"itemsPerPage":${items}`);
  if (!isCounted || index % READ_WHOLE_EVERY !== 0) return isCounted;
  const { Resources } = answer.json() as ShownList;
  const people = Resources.map(({ userName }) => Number(/^person(\d+)@/.exec(userName)?.[1]));
  return people.length === items && new Set(people).size === items && people.every(isMember);
}

export function peopleWrites(): readonly Scenario[] {
  return [
    single({
      name: 'PATCH active',
      goal: 0.5,
      request: (index, { users }) => ({
        method: 'PATCH',
        path: `/Users/${personId(switched(index, users))}`,
        body: replace({ active: index % 2 === 1 }),
      }),
      isRight: (answer, index, { users }) => {
        const { id, active } = answer.json() as ShownUser;
        return (
          answer.status === 200 && id === personId(switched(index, users)) && active === (index % 2 === 1)
        );
      },
    }),
    single({
      name: 'PUT',
      goal: 0.5,
      request: (index, { users }) => {
        const who = wandering(index, users);
        return {
          method: 'PUT',
          path: `/Users/${personId(who)}`,
          body: { ...person(who), title: `Partner ${index}` },
        };
      },
      isRight: (answer, index, { users }) => {
        const { id, title } = answer.json() as ShownUser;
        return (
          answer.status === 200 && id === personId(wandering(index, users)) && title === `Partner ${index}`
        );
      },
    }),
    single({
      name: 'POST /Users',
      goal: 0.5,
      request: (index, { tag }) => ({ method: 'POST', path: '/Users', body: person(index, `${tag}-joiner`) }),
      isRight: (answer, index, { tag }) => {
        const { id, userName } = answer.json() as ShownUser;
        return answer.status === 201 && id !== '' && userName === person(index, `${tag}-joiner`)['userName'];
      },
    }),
    bulkCreates(),
  ];
}

/** Even requests disable the next person, odd ones enable whom an earlier one disabled. */
function switched(index: number, users: number): number {
  const active = activeCount(users);
  const nth = Math.floor(index / 2) - (index % 2 === 0 ? 0 : RETURN_AFTER);
  return activeAt(wandering(((nth % active) + active) % active, active));
}

export function replace(values: JsonObject): JsonObject {
  const operations = Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value }));
  return { schemas: [PATCH_SCHEMA], Operations: operations };
}

function bulkCreates(): Scenario {
  const size = 100;
  return single({
    name: `Bulk of ${size} creates`,
    goal: 0.3,
    unit: 'users',
    worth: size,
    request: (index, { tag }: Setting) => ({
      method: 'POST',
      path: '/Bulk',
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: Array.from({ length: size }, (_, nth) => ({
          method: 'POST',
          path: '/Users',
          bulkId: `b${nth}`,
          data: person(index * size + nth, `${tag}-bulk`),
        })),
      },
    }),
    isRight: (answer) => {
      const { Operations } = answer.json() as { readonly Operations: readonly { readonly status: string }[] };
      const places = new Set(Operations.map((operation) => JSON.stringify(operation)));
      return (
        answer.status === 200 && places.size === size && Operations.every(({ status }) => status === '201')
      );
    },
  });
}
