// Owns the scenarios in which a connector's day is played: a whole firm for the first time, a cycle in which little changed, many customers at once.
import { range } from '../../prove/parallel';
import { person, personId, spareId, userNameOf, wandering } from '../firm';
import { groupNameOf, mustBe, type Answer, type Request, type Scenario, type Send } from '../scenario';
import { checkMembers } from './large-groups';
import {
  foundGroup,
  foundUser,
  memberPatch,
  replace,
  type ShownGroup,
  type ShownList,
  type ShownUser,
} from './messages';

export const CUSTOMERS = 10;

const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PEOPLE_PER_GROUP = 50;
const MEMBERS = 150;
const CHUNK = 50;
const TITLE_EVERY = 10;
const MEMBER_EVERY = 50;

export function syncs(): readonly Scenario[] {
  return [initialSync(), incrementalCycle(), manyCustomers()];
}

/** People first, then groups, as connectors do; every group is checked when the time is taken. */
function initialSync(): Scenario {
  return {
    name: 'initial sync of a firm',
    stages: ({ firm, tag }) => {
      const people: string[] = [];
      const groups: string[] = [];
      const count = Math.ceil(firm / PEOPLE_PER_GROUP);
      const membersOf = (group: number): readonly string[] => {
        const numbers = range(Math.min(MEMBERS, firm)).map((nth) => (group * PEOPLE_PER_GROUP + nth) % firm);
        return numbers.map((number) => people[number] ?? '');
      };
      return [
        {
          steps: firm,
          step: async ({ send, nth }) => {
            people[nth] = await bringPerson(send, person(nth, `${tag}-sync`));
            return 2;
          },
        },
        {
          steps: count,
          step: async ({ send, nth }) => {
            const members = membersOf(nth);
            groups[nth] = await bringGroup(send, `Sync ${tag} ${nth}`, members);
            return 2 + Math.ceil(members.length / CHUNK);
          },
        },
        {
          steps: count,
          isCheck: true,
          step: ({ send, nth }) => checkMembers(send, groups[nth] ?? '', membersOf(nth)),
        },
      ];
    },
  };
}

async function bringPerson(send: Send, wanted: ReturnType<typeof person>, customer = 0): Promise<string> {
  const { userName } = wanted as { readonly userName?: string };
  const match = { ...foundUser(`userName eq "${userName ?? ''}"`), customer };
  await expectAnswer(send, match, (answer) => (answer.json() as ShownList).totalResults === 0);
  const request = { method: 'POST', path: '/Users', body: wanted, customer };
  const isRight = (answer: Answer): boolean =>
    answer.status === 201 && (answer.json() as ShownUser).userName === userName;
  return ((await expectAnswer(send, request, isRight)).json() as ShownUser).id;
}

async function bringGroup(send: Send, displayName: string, members: readonly string[]): Promise<string> {
  await expectAnswer(
    send,
    foundGroup(displayName),
    (answer) => (answer.json() as ShownList).totalResults === 0,
  );
  const request = { method: 'POST', path: '/Groups', body: { schemas: [GROUP_SCHEMA], displayName } };
  const created = await expectAnswer(send, request, ({ status }) => status === 201);
  const { id } = created.json() as ShownGroup;
  for (let at = 0; at < members.length; at += CHUNK) {
    const body = memberPatch(members.slice(at, at + CHUNK));
    await expectAnswer(send, { method: 'PATCH', path: `/Groups/${id}`, body }, isDone);
  }
  return id;
}

/** Everybody is looked for; every tenth has a new title, and now and then somebody joins a group and leaves it. */
function incrementalCycle(): Scenario {
  const name = 'incremental cycle';
  return {
    name,
    groupOf: CHUNK,
    joined: () => [],
    stages: ({ users, spares, group }) => [
      {
        step: async ({ send, index }) => {
          const who = wandering(index, users);
          const id = personId(who);
          await expectAnswer(send, foundUser(`userName eq "${userNameOf(who)}"`), (answer) => {
            const { totalResults, Resources } = answer.json() as ShownList;
            return totalResults === 1 && Resources[0]?.id === id;
          });
          const changed = index % TITLE_EVERY === 0 ? await changeTitle(send, id, `Counsel ${index}`) : 0;
          const moved =
            index % MEMBER_EVERY === 0
              ? await joinAndLeave(send, {
                  group,
                  displayName: groupNameOf(name),
                  member: spareId(index % spares),
                })
              : 0;
          return 1 + changed + moved;
        },
      },
    ],
  };
}

async function changeTitle(send: Send, id: string, title: string): Promise<number> {
  const request = { method: 'PATCH', path: `/Users/${id}`, body: replace({ title }) };
  await expectAnswer(send, request, (answer) => {
    const shown = answer.json() as ShownUser;
    return answer.status === 200 && shown.id === id && shown.title === title;
  });
  return 1;
}

interface Move {
  readonly group: string;
  readonly displayName: string;
  readonly member: string;
}

async function joinAndLeave(send: Send, { group, displayName, member }: Move): Promise<number> {
  await expectAnswer(send, foundGroup(displayName), (answer) => {
    const { totalResults, Resources } = answer.json() as ShownList;
    return totalResults === 1 && Resources[0]?.id === group;
  });
  for (const op of ['add', 'remove'] as const) {
    const body = memberPatch([member], op);
    await expectAnswer(send, { method: 'PATCH', path: `/Groups/${group}`, body }, isDone);
  }
  return 3;
}

/** Each step is a joiner of another customer: looked for, created, changed, read. */
function manyCustomers(): Scenario {
  return {
    name: `${CUSTOMERS} customers at once`,
    stages: ({ tag }) => [
      {
        step: async ({ send, index }) => {
          const customer = index % CUSTOMERS;
          const wanted = person(index, `${tag}-customer${customer}-`);
          const id = await bringPerson(send, wanted, customer);
          await changeTitle((request) => send({ ...request, customer }), id, 'Senior Counsel');
          await expectAnswer(send, { method: 'GET', path: `/Users/${id}`, customer }, (answer) => {
            const { userName, title } = answer.json() as ShownUser;
            return answer.status === 200 && userName === wanted['userName'] && title === 'Senior Counsel';
          });
          return 4;
        },
      },
    ],
  };
}

function isDone({ status }: Answer): boolean {
  return status === 200 || status === 204;
}

/** @throws WrongAnswer */
async function expectAnswer(
  send: Send,
  request: Request,
  isRight: (answer: Answer) => boolean,
): Promise<Answer> {
  const answer = await send(request);
  mustBe(isRight(answer), request, answer);
  return answer;
}
