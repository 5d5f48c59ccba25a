// What each column of the file is taken for, as proposed or as somebody chose.

import { NativeSelect, SimpleGrid } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Draft, Preview } from './draft';

const IGNORE = 'ignore';

interface ColumnChoicesProps {
  readonly draft: Draft;
  readonly preview: Preview;
}

export function ColumnChoices({ draft: { choices, choose }, preview }: ColumnChoicesProps): ReactElement {
  const data = [
    { value: IGNORE, label: 'leave it out' },
    ...preview.fields.map((field) => ({ value: field, label: fieldWords(field) })),
  ];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 4 }}>
      {preview.columns.map(({ heading, field }) => (
        <NativeSelect
          key={heading}
          label={`Column “${heading}”`}
          data={data}
          value={choices.columns[heading] ?? field ?? IGNORE}
          onChange={(event) => {
            choose({ columns: { ...choices.columns, [heading]: event.currentTarget.value } });
          }}
        />
      ))}
    </SimpleGrid>
  );
}

const FIELDS: Readonly<Record<string, string>> = {
  userId: 'User ID',
  userName: 'Login name (userName)',
  externalId: 'Id at the identity provider (externalId)',
  email: 'E-mail',
};

/** Such as "Preferred library" of `preferredLibrary`. */
function fieldWords(field: string): string {
  const words = field.replaceAll(
    /([a-z])([A-Z])/g,
    (_whole, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
  return FIELDS[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
