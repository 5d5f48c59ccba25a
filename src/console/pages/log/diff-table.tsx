// What a change made of each attribute: the value before and the value after, told apart by signs and words, not by colour alone.

import { Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { WideTable } from '../../parts/wide-table';
import type { LogShown } from './detail-section';

export function DiffTable({ diff }: { readonly diff: LogShown['diff'] }): ReactElement {
  return (
    <WideTable label="Attributes before and after" headings={['Attribute', 'Before', 'After']} minWidth={300}>
      {diff.map(({ attribute, before, after }) => (
        <Table.Tr key={attribute}>
          <Table.Th scope="row" className="code" fw={400}>
            {attribute}
          </Table.Th>
          <Table.Td className={before === null ? undefined : 'diff-before'}>
            <Value sign="−" value={before} none="nothing" />
          </Table.Td>
          <Table.Td className={after === null ? undefined : 'diff-after'}>
            <Value sign="+" value={after} none="taken away" />
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

interface ValueProps {
  readonly sign: string;
  readonly value: string | null;
  readonly none: string;
}

function Value({ sign, value, none }: ValueProps): ReactElement {
  if (value === null)
    return (
      <Text fs="italic" size="sm">
        {none}
      </Text>
    );
  return (
    <span className="code">
      <span aria-hidden="true">{sign} </span>
      {value}
    </span>
  );
}
