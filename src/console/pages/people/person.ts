// One person as the pages show it, and what they are called.

import type { Answer } from '../../shell/api';

export type Person = Answer<'people.show'>;

export function nameOf({
  fullName,
  userName,
}: {
  readonly fullName: string;
  readonly userName: string;
}): string {
  return fullName === '' ? userName : fullName;
}
