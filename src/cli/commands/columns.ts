// Columns that several answers share: who somebody is. Knows no answer.

import type { Person } from '../../directory/answers/facts';
import type { Column } from '../context';

/** Who is meant, in the names that iManage, the login and people use. */
export function personColumns<T>(personOf: (row: T) => Person): readonly Column<T>[] {
  return [
    { heading: 'User ID', name: 'userId', value: (row) => personOf(row).userId },
    { heading: 'User name', name: 'userName', value: (row) => personOf(row).userName },
    { heading: 'Full name', name: 'fullName', value: (row) => personOf(row).fullName },
  ];
}

export function moment(at: Date | null | undefined): string | null {
  return at?.toISOString() ?? null;
}

export function kind(external: boolean): 'external' | 'internal' {
  return external ? 'external' : 'internal';
}
