// Filters of a list in the address of the page, so that each view can be linked and the back button works. Knows no list.

import { useSearchParams } from 'wouter';

export interface Filters<N extends string> {
  /** Those that are set. */
  readonly values: Readonly<Partial<Record<N, string>>>;
  /** Others stay as they are; empty ones are taken out. With `replace` the view before is no step of the back button. */
  readonly set: (changes: Readonly<Partial<Record<N, string>>>, options?: { replace?: boolean }) => void;
  readonly isAnySet: boolean;
  readonly clear: () => void;
}

export function useFilters<const N extends string>(names: readonly N[]): Filters<N> {
  const [search, setSearch] = useSearchParams();
  const given = names
    .map((name) => [name, search.get(name) ?? ''] as const)
    .filter(([, value]) => value !== '');
  const set: Filters<N>['set'] = (changes, options) => {
    setSearch((before) => changed(before, changes), options);
  };
  return {
    values: Object.fromEntries(given) as Partial<Record<N, string>>,
    set,
    isAnySet: given.length > 0,
    clear: () => {
      set(Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>);
    },
  };
}

function changed(before: URLSearchParams, changes: object): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes) as [string, string | undefined][]) {
    if (value === undefined || value === '') after.delete(name);
    else after.set(name, value);
  }
  return after;
}
