// Owns the scenarios that read one person or a list of people.
import { COMPLEX_FILTER, complexHits, isComplexHit, personId, userNameOf, wandering } from '../firm';
import { mustBe, single, type Answer, type Scenario } from '../scenario';
import { foundUser, type ShownList, type ShownUser } from './messages';

const PAGE = 100;
/** Pages are read whole so often, and by their numbers always: parsing each would take the time of the servers. */
const READ_WHOLE_EVERY = 16;
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
    request: (index, { users }) => foundUser(`${attribute} eq "${valueOf(wandering(index, users))}"`),
    isRight: (answer, index, { users }) => {
      const { totalResults, Resources } = answer.json() as ShownList;
      return totalResults === 1 && Resources[0]?.id === personId(wandering(index, users));
    },
  });
}

function complexFilter(): Scenario {
  const { path } = foundUser(COMPLEX_FILTER);
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
