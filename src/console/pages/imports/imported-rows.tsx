// The rows of an import by what became of them, or would: refused ones first, each with its reason.

import { Table, Tabs, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { WideTable } from '../../parts/wide-table';
import type { Answer } from '../../shell/api';

type Job = Answer<'imports.show'>;
type Row = Job['created'][number];

type ImportedRowsProps = Pick<Job, 'counts' | 'created' | 'matched' | 'refused'> & {
  /** A preview: nothing is done yet. */
  readonly isForeseen?: boolean;
};

type Outcome = 'refused' | 'matched' | 'created';

const PANELS: readonly (Omit<RowsOfProps, 'rows' | 'count'> & { readonly outcome: Outcome })[] = [
  { outcome: 'refused', label: 'Refused rows', heading: 'Why', empty: 'No row is refused.' },
  {
    outcome: 'matched',
    label: 'Rows that are here already',
    heading: 'Where it differs from the file',
    empty: 'No row is here already.',
  },
  { outcome: 'created', label: 'New rows', heading: 'What iManage still lacks', empty: 'No row is new.' },
];

export function ImportedRows({ counts, isForeseen = false, ...rows }: ImportedRowsProps): ReactElement {
  const tabs: Readonly<Record<Outcome, string>> = {
    refused: 'Refused',
    matched: 'Here already',
    created: isForeseen ? 'To be created' : 'Created',
  };
  return (
    <Tabs defaultValue={counts.refused > 0 ? 'refused' : 'created'} mt="sm" keepMounted={false}>
      <Tabs.List mb="xs">
        {PANELS.map(({ outcome }) => (
          <Tabs.Tab key={outcome} value={outcome}>
            {tabs[outcome]} ({counts[outcome].toLocaleString()})
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {PANELS.map(({ outcome, ...panel }) => (
        <Tabs.Panel key={outcome} value={outcome}>
          <RowsOf {...panel} rows={rows[outcome]} count={counts[outcome]} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

interface RowsOfProps {
  readonly label: string;
  /** Of the column with the detail. */
  readonly heading: string;
  readonly rows: readonly Row[];
  readonly count: number;
  readonly empty: string;
}

function RowsOf({ label, heading, rows, count, empty }: RowsOfProps): ReactElement {
  if (count === 0) return <Text c="dimmed">{empty}</Text>;
  if (rows.length === 0) return <Text c="dimmed">There is nothing to look at in these rows.</Text>;
  return (
    <>
      <WideTable label={label} minWidth={420} headings={['Line', 'Id', heading]} maxHeight={420}>
        {rows.map(({ line, id, detail }) => (
          <Table.Tr key={`${line} ${id}`}>
            <Table.Td className="number">{line}</Table.Td>
            <Table.Td className="code">{id}</Table.Td>
            <Table.Td>{detail}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
      {rows.length < count && (
        <Text size="sm" c="dimmed" mt="xs">
          The first {rows.length.toLocaleString()} of {count.toLocaleString()}.
        </Text>
      )}
    </>
  );
}
