// A person or a group to narrow the log down to, found by the beginning of a name. Knows nothing of the log's rows.

import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactElement } from 'react';
import { useAsk } from '../../shell/api';
import type { LogFilters } from './log-filters';

const REST_MS = 200;
const SUGGESTIONS = 8;

interface IdentityFilterProps {
  readonly filters: LogFilters;
}

export function PersonFilter({ filters }: IdentityFilterProps): ReactElement {
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, REST_MS);
  const found = useAsk(
    'people.list',
    { text, limit: SUGGESTIONS },
    { enabled: text !== '', keepPrevious: true },
  );
  const id = filters.values.person;
  const name = usePersonName(id);
  const rows = found.data?.rows.map((row) => ({
    value: row.id,
    label: `${row.fullName} (${row.userId || row.userName})`,
  }));
  return (
    <NameSelect
      label="Person"
      kept={id === undefined ? undefined : { value: id, label: name }}
      found={rows ?? []}
      onType={setTyped}
      onChoose={(person) => {
        filters.set({ person });
      }}
    />
  );
}

export function GroupFilter({ filters }: IdentityFilterProps): ReactElement {
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, REST_MS);
  const found = useAsk(
    'groups.list',
    { text, limit: SUGGESTIONS },
    { enabled: text !== '', keepPrevious: true },
  );
  const id = filters.values.group;
  const name = useGroupName(id);
  return (
    <NameSelect
      label="Group"
      kept={id === undefined ? undefined : { value: id, label: name }}
      found={found.data?.rows.map((row) => ({ value: row.id, label: row.name })) ?? []}
      onType={setTyped}
      onChoose={(group) => {
        filters.set({ group });
      }}
    />
  );
}

/** The id itself where nobody of it is known. */
export function usePersonName(id: string | undefined): string {
  const shown = useAsk('people.show', { person: id ?? '' }, { enabled: id !== undefined });
  return shown.data?.fullName ?? id ?? '';
}

export function useGroupName(id: string | undefined): string {
  const shown = useAsk('groups.show', { group: id ?? '' }, { enabled: id !== undefined });
  return shown.data?.name ?? id ?? '';
}

interface Named {
  readonly value: string;
  readonly label: string;
}

interface NameSelectProps {
  readonly label: string;
  readonly kept: Named | undefined;
  readonly found: readonly Named[];
  readonly onType: (text: string) => void;
  readonly onChoose: (id: string) => void;
}

function NameSelect({ label, kept, found, onType, onChoose }: NameSelectProps): ReactElement {
  const others = found.filter(({ value }) => value !== kept?.value);
  return (
    <Select
      label={label}
      placeholder="Begin to type a name"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      data={kept === undefined ? others : [kept, ...others]}
      value={kept?.value ?? null}
      // The gateway has looked already: by beginnings of words, in any order.
      filter={({ options }) => options}
      nothingFoundMessage="Nobody of this name"
      onSearchChange={(text) => {
        onType(text === kept?.label ? '' : text);
      }}
      onChange={(id) => {
        onChoose(id ?? '');
      }}
    />
  );
}
