// Owns the scenarios in which a group is written or read with all its members.
import { range } from '../../prove/parallel';
import { personId } from '../firm';
import { mustBe, single, type Answer, type Request, type Scenario, type Send } from '../scenario';
import type { ShownGroup } from './messages';

const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Answers are long: each is counted, and so many are read whole. */
const READ_WHOLE_EVERY = 4;
const READERS_MAX = 4;

export function largeGroups(size: number): readonly Scenario[] {
  return [readWhole(size), post(size), put(size)];
}

function readWhole(size: number): Scenario {
  const ids = range(size).map(personId);
  return single({
    name: `GET group of ${size} with members`,
    connections: READERS_MAX,
    groupOf: size,
    request: (_, { group }) => ({ method: 'GET', path: `/Groups/${group}` }),
    isRight: (answer, index) =>
      answer.status === 200 && (index % READ_WHOLE_EVERY !== 0 || hasExactly(answer, ids)),
  });
}

function post(size: number): Scenario {
  const ids = range(size).map(personId);
  return {
    name: `POST group of ${size}`,
    connections: 1,
    stages: ({ tag }) => {
      let created = '';
      return [
        {
          step: async ({ send, index }) => {
            const displayName = `Posted ${tag} ${index}`;
            const request = written('POST', '/Groups', { displayName, ids });
            const answer = await send(request);
            const shown = answer.json() as ShownGroup;
            mustBe(answer.status === 201 && shown.displayName === displayName, request, answer);
            created = shown.id;
            return 1;
          },
        },
        { steps: 1, isCheck: true, step: ({ send }) => checkMembers(send, created, ids) },
      ];
    },
  };
}

/** A tenth of the members go with one request and come back with the next. */
function put(size: number): Scenario {
  const ids = range(size).map(personId);
  const idsAfter = (index: number): readonly string[] =>
    index % 2 === 0 ? ids.slice(Math.ceil(size / 10)) : ids;
  return {
    name: `PUT group of ${size}, a tenth changes`,
    connections: 1,
    groupOf: size,
    stages: ({ group, tag }) => {
      let last = 0;
      return [
        {
          step: async ({ send, index }) => {
            const displayName = `Put ${tag}`;
            const request = written('PUT', `/Groups/${group}`, { displayName, ids: idsAfter(index) });
            const answer = await send(request);
            const shown = answer.json() as ShownGroup;
            mustBe(
              answer.status === 200 && shown.id === group && shown.displayName === displayName,
              request,
              answer,
            );
            last = index;
            return 1;
          },
        },
        { steps: 1, isCheck: true, step: ({ send }) => checkMembers(send, group, idsAfter(last)) },
      ];
    },
  };
}

interface Written {
  readonly displayName: string;
  readonly ids: readonly string[];
}

function written(method: string, path: string, { displayName, ids }: Written): Request {
  const members = ids.map((value) => ({ value }));
  const body = { schemas: [GROUP_SCHEMA], displayName, members };
  return { method, path: `${path}?excludedAttributes=members`, body };
}

/** @throws WrongAnswer where the group shows other members */
export async function checkMembers(send: Send, group: string, ids: readonly string[]): Promise<number> {
  const request = { method: 'GET', path: `/Groups/${group}` };
  const answer = await send(request);
  mustBe(answer.status === 200 && hasExactly(answer, ids), request, answer);
  return 1;
}

function hasExactly(answer: Answer, ids: readonly string[]): boolean {
  const { members = [] } = answer.json() as ShownGroup;
  const found = new Set(members.map(({ value }) => value));
  return members.length === ids.length && found.size === ids.length && ids.every((id) => found.has(id));
}
