// What of a person the list of people is filtered by, as one short text that an index begins with, and the person's place by name. Knows no query.

import { comparisonKey } from '../directory/comparison';
import { lacksOf } from '../directory/completeness';
import type { UserRecord } from '../directory/user-record';

/**
 * One letter each, so that a filter is a handful of texts and each of them a stretch of an index in order of name:
 * enabled, disabled or x (deleted); internal or external; ready or lacking; served by a library or none.
 */
const STATES = { enabled: 'e', disabled: 'd', deleted: 'x' } as const;
const ORIGINS = { internal: 'i', external: 'e' } as const;
/** Of what the person lacks alone; whether another one has the e-mail address is asked of the addresses. */
const COMPLETENESS = { ready: 'r', lacking: 'l' } as const;
const SERVICE = { served: 's', none: 'n' } as const;

export interface KindFilter {
  readonly states?: readonly (keyof typeof STATES)[] | undefined;
  readonly origin?: keyof typeof ORIGINS | undefined;
  readonly completeness?: keyof typeof COMPLETENESS | undefined;
  readonly service?: keyof typeof SERVICE | undefined;
}

export function kindOf(user: UserRecord): string {
  const { deletedAt, signInEnabled, external, assignments } = user;
  return [
    STATES[deletedAt === null ? (signInEnabled ? 'enabled' : 'disabled') : 'deleted'],
    ORIGINS[external ? 'external' : 'internal'],
    COMPLETENESS[lacksOf(user, undefined).length === 0 ? 'ready' : 'lacking'],
    SERVICE[assignments.some((row) => row.signInEnabled) ? 'served' : 'none'],
  ].join('');
}

/** Every kind that the filter lets through. */
export function kindsOf({ states, origin, completeness, service }: KindFilter): readonly string[] {
  const parts = [
    (states ?? (['enabled', 'disabled', 'deleted'] as const)).map((state) => STATES[state]),
    lettersOf(ORIGINS, origin),
    lettersOf(COMPLETENESS, completeness),
    lettersOf(SERVICE, service),
  ];
  return parts.reduce<readonly string[]>(
    (kinds, letters) => kinds.flatMap((kind) => letters.map((letter) => kind + letter)),
    [''],
  );
}

/** What a kind says, back from its letters. */
export function readKind(kind: string): {
  readonly state: keyof typeof STATES;
  readonly isExternal: boolean;
  readonly isLacking: boolean;
  readonly isServed: boolean;
} {
  const states = { e: 'enabled', d: 'disabled', x: 'deleted' } as const;
  return {
    state: states[kind[0] as keyof typeof states],
    isExternal: kind[1] === ORIGINS.external,
    isLacking: kind[2] === COMPLETENESS.lacking,
    isServed: kind[3] === SERVICE.served,
  };
}

/** By full name without letter case; of namesakes the one who came first. */
export function nameOrder({ id, fullName }: Pick<UserRecord, 'id' | 'fullName'>): string {
  return `${comparisonKey(fullName)}\u0000${id}`;
}

function lettersOf<N extends string>(
  letters: Readonly<Record<N, string>>,
  name: N | undefined,
): readonly string[] {
  return name === undefined ? Object.values(letters) : [letters[name]];
}
