// Owns the scenarios that create and change people.
import { activeAt, activeCount, person, personId, wandering } from '../firm';
import { single, type Scenario, type Setting } from '../scenario';
import { replace, type ShownUser } from './messages';

/** A person is enabled again so many disables later, when no connection can still be at it. */
const RETURN_AFTER = 128;

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
