// A chart with what it says in one sentence, and the same numbers as a table for who cannot see it or wants them exact.

import { Button, Group, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { WideTable } from './wide-table';

interface ChartedProps {
  readonly title: ReactNode;
  /** What the chart is, for the table's caption and for who does not see the chart. */
  readonly label: string;
  /** What it says, in a sentence. */
  readonly says: ReactNode;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** The chart; without anything that takes the focus. */
  readonly children: ReactNode;
}

export function Charted({ title, label, says, heads, rows, children }: ChartedProps): ReactElement {
  const [isTable, table] = useDisclosure();
  return (
    <div>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          {typeof title === 'string' ? (
            <Title order={3} size="h5">
              {title}
            </Title>
          ) : (
            title
          )}
          <Text size="sm" c="dimmed">
            {says}
          </Text>
        </div>
        <Button
          variant="default"
          size="compact-xs"
          flex="none"
          aria-label={isTable ? `${label}: show as a chart` : `${label}: show as a table`}
          leftSection={isTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
          onClick={table.toggle}
        >
          {isTable ? 'Chart' : 'Table'}
        </Button>
      </Group>
      {isTable ? (
        <Numbers label={label} heads={heads} rows={rows} />
      ) : (
        <div role="img" aria-label={`${label}. The button “Table” shows the numbers.`}>
          {children}
        </div>
      )}
    </div>
  );
}

function Numbers({ label, heads, rows }: Pick<ChartedProps, 'label' | 'heads' | 'rows'>): ReactElement {
  return (
    <WideTable label={label} headings={heads} minWidth={300} maxHeight={250}>
      {rows.map(([first, ...rest]) => (
        <Table.Tr key={first}>
          <Table.Th scope="row" fw={400}>
            {first}
          </Table.Th>
          {rest.map((value, at) => (
            <Table.Td key={heads[at + 1]} className="number">
              {value.toLocaleString()}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </WideTable>
  );
}
