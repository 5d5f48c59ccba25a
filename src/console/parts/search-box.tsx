// The field that searches a list while one types: what is typed reaches the address of the page when the fingers rest.

import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import type { Filters } from './filters';

const REST_MS = 250;

interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly filters: Filters<'text'>;
}

export function SearchBox({ label, placeholder, filters: { values, set } }: SearchBoxProps): ReactElement {
  const value = values.text ?? '';
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const search = useDebouncedCallback((text: string) => {
    // Each stroke is no view of its own that the back button would stop at.
    set({ text: text.trim() }, { replace: true });
  }, REST_MS);
  // The back button changes the value from outside.
  if (value !== seen) {
    setSeen(value);
    if (value !== typed.trim()) setTyped(value);
  }
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
