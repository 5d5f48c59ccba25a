// A group as answers show it, and in words. Pure.

import type { Static } from '@sinclair/typebox';
import type { Team } from '../../directory/answers/facts';
import type { TEAM } from '../contract/directory-parts';

export type TeamShown = Static<typeof TEAM>;

export function shownTeam({ displayName, enabled, deleted, ...team }: Team): TeamShown {
  return { ...team, name: displayName, state: deleted ? 'deleted' : enabled ? 'enabled' : 'disabled' };
}

export function byName(left: TeamShown, right: TeamShown): number {
  return left.name.localeCompare(right.name) || (left.id < right.id ? -1 : 1);
}

/** `1 group`, `3 groups`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
