// A person at a moment of the past, told from the events, beside what they are now.

import { Button, Group, Switch, Table, Text, TextInput } from '@mantine/core';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { Answered } from '../../parts/answered';
import { fromLocalField, toLocalField } from '../../parts/local-time';
import { Moment } from '../../parts/moment';
import { Section } from '../../parts/section';
import { WideTable } from '../../parts/wide-table';
import { useAsk } from '../../shell/api';
import type { Person } from './person';
import { compared, type Compared } from './person-comparison';

interface PersonPastProps {
  readonly person: Person;
  readonly at: string | undefined;
  readonly onChoose: (at: string) => void;
}

export function PersonPast({ person, at, onChoose }: PersonPastProps): ReactElement {
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('at');
    if (typeof chosen === 'string') onChoose(fromLocalField(chosen));
  };
  return (
    <Section
      title="At a past date"
      lead="What the person was at a moment, told from everything that happened."
    >
      <form onSubmit={submit} key={at}>
        <Group align="flex-end" mb="md">
          <TextInput
            type="datetime-local"
            name="at"
            label="Date and time, in your zone"
            required
            defaultValue={at === undefined ? '' : toLocalField(at)}
          />
          <Button type="submit">Show</Button>
        </Group>
      </form>
      {at !== undefined && <ThenAndNow person={person} at={at} />}
    </Section>
  );
}

function ThenAndNow({ person, at }: { readonly person: Person; readonly at: string }): ReactElement {
  const past = useAsk('people.at', { person: person.id, at }, { keepPrevious: true });
  const [isOnlyChanged, setOnlyChanged] = useState(false);
  return (
    <Answered query={past} lines={8}>
      {(then) => {
        const rows = compared(then.person, person);
        const shown = isOnlyChanged ? rows.filter(({ differs }) => differs) : rows;
        return (
          <>
            <Text mb="sm" role="status">
              {then.words}
            </Text>
            <Switch
              label="Only what differs"
              checked={isOnlyChanged}
              onChange={(event) => {
                setOnlyChanged(event.currentTarget.checked);
              }}
              mb="sm"
            />
            <ComparedTable at={then.at} rows={shown} />
          </>
        );
      }}
    </Answered>
  );
}

function ComparedTable({
  at,
  rows,
}: {
  readonly at: string;
  readonly rows: readonly Compared[];
}): ReactElement {
  if (rows.length === 0) return <Text c="dimmed">Nothing differs between then and now.</Text>;
  return (
    <WideTable
      label="The person then and now"
      minWidth={520}
      headings={[
        'Fact',
        <span key="then">
          Then: <Moment at={at} />
        </span>,
        'Now',
        'Difference',
      ]}
    >
      {rows.map(({ name, then, now, differs }) => (
        <Table.Tr key={name} {...(differs ? { bg: 'var(--mantine-color-yellow-light)' } : {})}>
          <Table.Th scope="row">{name}</Table.Th>
          <Table.Td>{then}</Table.Td>
          <Table.Td fw={differs ? 600 : 400}>{now}</Table.Td>
          <Table.Td>{differs ? 'changed' : 'same'}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
