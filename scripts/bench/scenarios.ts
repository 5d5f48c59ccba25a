// The table of all scenarios, in the order in which they run: what only reads comes first, so that it finds the firm as it was seeded.
import type { Scenario } from './scenario';
import { addOneMember, getGroup } from './scenarios/groups';
import { largeGroups } from './scenarios/large-groups';
import { peopleReads } from './scenarios/people-reads';
import { peopleWrites } from './scenarios/people-writes';
import { syncs } from './scenarios/syncs';

const SMALL = 1_000;
const LARGE = 10_000;
const VERY_LARGE = [100_000, 1_000_000];

/** @param users people in the directory; a group has no more members than there are people */
export function scenariosFor(users: number): readonly Scenario[] {
  const small = Math.min(SMALL, Math.ceil(users / 2));
  const large = Math.min(LARGE, users);
  const sizes = [small, large, ...VERY_LARGE.filter((size) => size <= users)];
  return [
    ...peopleReads(),
    getGroup(large),
    ...peopleWrites(),
    ...sizes.map((size) => addOneMember(size, large)),
    ...largeGroups(large),
    ...syncs(),
  ];
}
