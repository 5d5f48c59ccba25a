// The gateway's own configuration as it is in effect, without secrets: each setting with its meaning and where it is set.

import { Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Section } from '../../parts/section';
import { WideTable } from '../../parts/wide-table';
import { useAsk, type Answer } from '../../shell/api';

type SettingsGroup = Answer<'settings.show'>['groups'][number];

export function EffectiveSettings(): ReactElement {
  const settings = useAsk('settings.show', {});
  return (
    <Section title="Settings in effect" lead="Of the gateway itself; secrets are never shown.">
      <Answered query={settings} lines={10}>
        {({ groups, says }) => (
          <>
            <Text mb="md">{says}</Text>
            {groups.map((group) => (
              <OneGroup key={group.title} group={group} />
            ))}
          </>
        )}
      </Answered>
    </Section>
  );
}

function OneGroup({ group: { title, settings } }: { readonly group: SettingsGroup }): ReactElement {
  return (
    <>
      <Title order={3} size="h5" mt="md">
        {title}
      </Title>
      <WideTable label={title} minWidth={640} headings={['Setting', 'Value', 'What it means', 'Set by']}>
        {settings.map(({ name, value, meaning, where, isDefault }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td className="code">{value}</Table.Td>
            <Table.Td>{meaning}</Table.Td>
            <Table.Td>
              <span className="code">{where}</span>
              {isDefault && (
                <Text size="xs" c="dimmed">
                  not set: this is the default
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </>
  );
}
