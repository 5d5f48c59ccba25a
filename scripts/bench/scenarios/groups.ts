// Owns the scenarios about groups and their members.
import { spareId } from '../firm';
import { single, type Scenario } from '../scenario';
import { memberPatch, type ShownGroup } from './messages';

/** @param size of the group before; beyond the usual size it must cost what it costs there */
export function addOneMember(size: number, usual: number): Scenario {
  const name = (members: number): string => `add 1 member to ${members}`;
  return single({
    name: name(size),
    goal: 0.7,
    ...(size > usual ? { like: name(usual) } : {}),
    groupOf: size,
    joined: (steps) => Array.from({ length: steps }, (_, index) => spareId(index)),
    request: (index, { group, spares }) =>
      index < spares
        ? { method: 'PATCH', path: `/Groups/${group}`, body: memberPatch([spareId(index)]) }
        : undefined,
    isRight: ({ status }) => status === 204 || status === 200,
  });
}

export function getGroup(size: number): Scenario {
  return single({
    name: `GET group of ${size} without members`,
    goal: 0.6,
    groupOf: size,
    request: (_, { group }) => ({ method: 'GET', path: `/Groups/${group}?excludedAttributes=members` }),
    isRight: (answer, _, { group }) => {
      const { id, displayName, members } = answer.json() as ShownGroup;
      return answer.status === 200 && id === group && displayName !== '' && members === undefined;
    },
  });
}
