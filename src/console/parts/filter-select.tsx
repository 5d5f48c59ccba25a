// One filter of a list with few values; the first of its choices filters nothing.

import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Filters } from './filters';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FilterSelectProps {
  readonly label: string;
  /** Said where nothing is filtered, such as "Everybody". */
  readonly all: string;
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  readonly onChoose: (value: string) => void;
}

export function FilterSelect({ label, all, choices, value = '', onChoose }: FilterSelectProps): ReactElement {
  // What somebody linked to stays chosen, though there may be nobody of it any more.
  const isKnown = value === '' || choices.some((choice) => choice.value === value);
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: all }, ...choices, ...(isKnown ? [] : [{ value, label: value }])]}
      value={value}
      onChange={(event) => {
        onChoose(event.currentTarget.value);
      }}
    />
  );
}

interface FilterFieldProps<N extends string> extends Omit<FilterSelectProps, 'value' | 'onChoose'> {
  readonly filters: Filters<N>;
  /** The filter that the choice sets. */
  readonly name: NoInfer<N>;
}

export function FilterField<N extends string>(props: FilterFieldProps<N>): ReactElement {
  const { filters, name, ...select } = props;
  return (
    <FilterSelect
      {...select}
      value={filters.values[name]}
      onChoose={(value) => {
        filters.set({ [name]: value } as Record<N, string>);
      }}
    />
  );
}
