// What people are searched and filtered by, and how the address of the page becomes what is asked.

import { Button, SimpleGrid } from '@mantine/core';
import type { ReactElement } from 'react';
import { FilterField, type Choice } from '../../parts/filter-select';
import { useFilters, type Filters } from '../../parts/filters';
import { SearchBox } from '../../parts/search-box';
import { useAsk, type Answer, type Input } from '../../shell/api';

const NAMES = ['text', 'signIn', 'external', 'location', 'preferredLibrary', 'completeness', 'seat'] as const;
type Name = (typeof NAMES)[number];
/** Stands in the address for people without a location: an empty value would be no filter. */
const NO_LOCATION = '(none)';

export function usePeopleFilters(): Filters<Name> {
  return useFilters(NAMES);
}

/** What is no value of a filter is sent as it is: the gateway says so. */
export function peopleInput({
  external,
  location,
  ...others
}: Filters<Name>['values']): Input<'people.export'> {
  return {
    ...others,
    ...(external === undefined ? {} : { external: external === 'true' }),
    ...(location === undefined ? {} : { location: location === NO_LOCATION ? '' : location }),
  } as Input<'people.export'>;
}

const SIGN_IN: readonly Choice[] = [
  { value: 'live', label: 'Everybody who is not deleted' },
  { value: 'enabled', label: 'Can sign in' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'deleted', label: 'Deleted' },
];
const KINDS: readonly Choice[] = [
  { value: 'false', label: 'Internal' },
  { value: 'true', label: 'External' },
];
const COMPLETENESS: readonly Choice[] = [
  { value: 'ready', label: 'Complete' },
  { value: 'incomplete', label: 'Something is missing' },
];
const SEATS: readonly Choice[] = [{ value: 'servesNobody', label: 'Takes a seat, opens no library' }];

export function PeopleFilters({ filters }: { readonly filters: Filters<Name> }): ReactElement {
  const choices = useAsk('people.choices', {});
  const select = (name: Name, label: string, all: string, offered: readonly Choice[]): ReactElement => (
    <FilterField filters={filters} name={name} label={label} all={all} choices={offered} />
  );
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" mb="md" role="search">
      <SearchBox label="Search" placeholder="Name, User ID or e-mail" filters={filters} />
      {select('signIn', 'Sign-in', 'Everybody, deleted too', SIGN_IN)}
      {select('external', 'Kind', 'Internal and external', KINDS)}
      {select('location', 'Location', 'Every location', locationsOf(choices.data))}
      {select('preferredLibrary', 'Preferred library', 'Every library', librariesOf(choices.data))}
      {select('completeness', 'Provisioning', 'Complete or not', COMPLETENESS)}
      {select('seat', 'Seat', 'Every seat', SEATS)}
      <Button variant="default" onClick={filters.clear} disabled={!filters.isAnySet} mt={24.8}>
        Show everybody
      </Button>
    </SimpleGrid>
  );
}

type Choices = Answer<'people.choices'> | undefined;

function locationsOf(choices: Choices): readonly Choice[] {
  return (choices?.locations ?? []).map(({ value, people }) =>
    value === ''
      ? { value: NO_LOCATION, label: `None (${people})` }
      : { value, label: `${value} (${people})` },
  );
}

function librariesOf(choices: Choices): readonly Choice[] {
  return (choices?.libraries ?? []).map(({ value, name, people }) => ({
    value,
    label: `${name} (${people})`,
  }));
}
