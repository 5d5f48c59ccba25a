// How an identity provider is set up: what must be there, the steps, and which attribute goes where, all of it to copy.

import { Button, CopyButton, Group, List, Stack, Table, Text, Title, type TitleOrder } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { CopyField, CopyTextButton } from '../../parts/copy-field';
import { WideTable } from '../../parts/wide-table';
import { useAsk, type Answer } from '../../shell/api';

type Shown = Answer<'connections.guide'>;

interface GuideProps {
  readonly kind: Shown['kind'];
  readonly order: TitleOrder;
}

export function Guide({ kind, order }: GuideProps): ReactElement {
  const guide = useAsk('connections.guide', { kind });
  return (
    <Answered query={guide} lines={10}>
      {(shown) => (
        <Stack gap="lg">
          <CopyField label="Base URL" text={shown.baseUrl} />
          <Sentences title="Before you begin" order={order} sentences={shown.before} />
          <Steps guide={shown} order={order} />
          <Mapping guide={shown} order={order} />
          <Sentences title="Once it runs" order={order} sentences={shown.afterwards} />
        </Stack>
      )}
    </Answered>
  );
}

interface SentencesProps {
  readonly title: string;
  readonly order: TitleOrder;
  readonly sentences: readonly string[];
}

function Sentences({ title, order, sentences }: SentencesProps): ReactElement | null {
  if (sentences.length === 0) return null;
  return (
    <section>
      <Title order={order} size="h5" mb="xs">
        {title}
      </Title>
      <List>
        {sentences.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </section>
  );
}

interface PartProps {
  readonly guide: Shown;
  readonly order: TitleOrder;
}

function Steps({ guide: { steps, title }, order }: PartProps): ReactElement {
  return (
    <section>
      <Title order={order} size="h5" mb="xs">
        Steps at {title}
      </Title>
      <List type="ordered" spacing="sm">
        {steps.map((step) => (
          <List.Item key={step.title}>
            <Text fw={600}>{step.title}</Text>
            <Text>{step.detail}</Text>
            {step.copy !== null && <CopyField label="To paste" text={step.copy} />}
          </List.Item>
        ))}
      </List>
    </section>
  );
}

const NEED = { required: 'required', recommended: 'recommended', optional: 'optional' } as const;

function Mapping({ guide: { mapping }, order }: PartProps): ReactElement {
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={order} size="h5">
          Attribute mapping
        </Title>
        <CopyButton value={asTable(mapping)}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? 'Copied' : 'Copy the whole table'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <WideTable
        label="Attribute mapping"
        headings={['Of', 'At the identity provider', 'SCIM attribute', 'Need', 'What it does in iManage']}
        minWidth={900}
      >
        {mapping.map((line) => (
          <Table.Tr key={`${line.of} ${line.target} ${line.source}`}>
            <Table.Td>{line.of}</Table.Td>
            <Table.Td className="code">{line.source}</Table.Td>
            <Table.Td>
              <Group gap="xs" wrap="nowrap" justify="space-between" miw="18rem">
                <span className="code">{line.target}</span>
                <CopyTextButton label={line.target} text={line.target} />
              </Group>
            </Table.Td>
            <Table.Td>{NEED[line.need]}</Table.Td>
            <Table.Td>{line.does}</Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </section>
  );
}

/** With tabs, as spreadsheets take it. */
function asTable(mapping: Shown['mapping']): string {
  return mapping
    .map(({ of, source, target, need, does }) => [of, source, target, need, does].join('\t'))
    .join('\n');
}
