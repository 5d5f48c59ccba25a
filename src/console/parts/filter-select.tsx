// One filter of a list with few values; the first of its choices filters nothing.

import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';

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
