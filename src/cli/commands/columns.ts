// Columns, cells and options that several answers share: who somebody is, which group, what was done, how many. Knows no answer.

import { InvalidArgumentError } from 'commander';
import type { Answer } from '../../admin/place';
import type { Column, CommandContext } from '../context';

interface Names {
  readonly userId: string;
  readonly userName: string;
  readonly fullName: string;
}
type Team = Answer<'people.show'>['groups'][number];

/** Who is meant, in the names that iManage, the login and people use. */
export function personColumns<T>(personOf: (row: T) => Names): readonly Column<T>[] {
  return [
    { heading: 'User ID', name: 'userId', value: (row) => personOf(row).userId },
    { heading: 'User name', name: 'userName', value: (row) => personOf(row).userName },
    { heading: 'Full name', name: 'fullName', value: (row) => personOf(row).fullName },
  ];
}

export function kind(external: boolean): 'external' | 'internal' {
  return external ? 'external' : 'internal';
}

/** Downloads have an empty text where there is none. */
export function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** Its name, with what an admin must know of it. */
export function teamText({ name, library, state, reserved }: Team): string {
  const marks = [
    ...(library === null ? [] : [library]),
    ...(reserved ? ['reserved'] : []),
    ...(state === 'enabled' ? [] : [state]),
  ];
  return marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
}

export function sayAll({ output }: CommandContext, sentences: readonly string[]): void {
  for (const sentence of sentences) if (sentence !== '') output.say(sentence);
}

export function limitOf(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1) return limit;
  throw new InvalidArgumentError('a whole number from 1');
}
