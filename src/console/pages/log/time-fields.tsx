// From when to when, in the reader's own zone; the address keeps the moments themselves.

import { TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { LogFilters } from './log-filters';

export function TimeFields({ filters }: { readonly filters: LogFilters }): ReactElement {
  return (
    <>
      <TimeField label="From" name="from" filters={filters} />
      <TimeField label="To" name="to" filters={filters} />
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly name: 'from' | 'to';
  readonly filters: LogFilters;
}

function TimeField({ label, name, filters: { values, set } }: TimeFieldProps): ReactElement {
  const kept = localForm(values[name]);
  return (
    <TextInput
      // Drawn anew where the address changes by something else than this field.
      key={kept}
      type="datetime-local"
      label={label}
      defaultValue={kept}
      onBlur={(event) => {
        const { value } = event.currentTarget;
        if (value !== kept) set({ [name]: momentOf(value), since: '' });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

/** As the field has it: no zone, to the minute. */
function localForm(moment: string | undefined): string {
  const at = new Date(moment ?? '');
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function momentOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString();
}
