// Why a request was refused and how to mend it: first at the identity provider that sent it, then at others, then here.

import { Accordion, Alert, Stack, Text } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useAsk } from '../../shell/api';
import type { LogShown } from './detail-section';

type Shown = NonNullable<LogShown['refusal']>;
type Provider = 'okta' | 'entra' | 'other';

const PROVIDERS: readonly { readonly kind: Provider; readonly name: string }[] = [
  { kind: 'okta', name: 'Okta' },
  { kind: 'entra', name: 'Microsoft Entra ID' },
  { kind: 'other', name: 'another identity provider' },
];

interface RefusalProps {
  readonly refusal: Shown;
  readonly client: string;
  readonly connection: string | null;
}

export function Refusal({ refusal, client, connection }: RefusalProps): ReactElement {
  const here = useKind(connection, client);
  const own = PROVIDERS.find(({ kind }) => kind === here);
  const others = PROVIDERS.filter(({ kind }) => kind !== here && refusal.remedy[kind] !== '');
  return (
    <Stack gap="sm">
      <Text fw={600}>{refusal.label}</Text>
      <Text>{refusal.meaning}</Text>
      <Alert color="blue" icon={<IconTool aria-hidden />} title={`How to mend it at ${own?.name ?? 'it'}`}>
        <Text>{refusal.remedy[here]}</Text>
        {refusal.remedy.gateway !== '' && <Text mt="xs">Here: {refusal.remedy.gateway}</Text>}
      </Alert>
      <Accordion variant="contained">
        {others.map(({ kind, name }) => (
          <Accordion.Item key={kind} value={kind}>
            <Accordion.Control>How to mend it at {name}</Accordion.Control>
            <Accordion.Panel>{refusal.remedy[kind]}</Accordion.Panel>
          </Accordion.Item>
        ))}
        <Accordion.Item value="detail">
          <Accordion.Control>What the identity provider was told</Accordion.Control>
          <Accordion.Panel className="code">{refusal.detail}</Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

/** As the connection is set up; of one that is gone, as its requests looked. */
function useKind(connection: string | null, client: string): Provider {
  const connections = useAsk('connections.list', {});
  const known = connections.data?.rows.find(({ name }) => name === connection)?.kind;
  return known ?? PROVIDERS.find(({ kind }) => client.toLowerCase().startsWith(kind))?.kind ?? 'other';
}
