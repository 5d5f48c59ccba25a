// The OAuth client of a connection, which gets short-lived tokens by itself: how it stands, and shutting it out or in.

import { Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useFreshDo } from '../../parts/fresh';
import { Ago } from '../../parts/moment';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import type { Connection } from './connection-state';

interface OauthClientProps {
  readonly connection: Connection;
  readonly client: NonNullable<Connection['client']>;
}

export function OauthClient({ connection, client }: OauthClientProps): ReactElement {
  const isAdmin = useMay('admin');
  const { mutateAsync: revoke } = useDo('connections.revoke');
  const { act: readmit, dialogue } = useFreshDo('connections.readmit');
  const named = { connection: connection.id, token: client.id };
  return (
    <Group justify="space-between">
      <Text>
        OAuth client <code>{client.clientId}</code>: {client.words}. Last used <Ago at={client.lastUsed} />.
      </Text>
      {isAdmin &&
        (client.state === 'active' ? (
          <ReasonedAction
            label="Revoke"
            question={`Revoke the OAuth client ${client.clientId}?`}
            needsReason={false}
            button={{ color: 'red', variant: 'light' }}
            act={async () => (await revoke(named)).words}
          >
            It and every access token that it holds are refused within a second, until you let it in again.
          </ReasonedAction>
        ) : (
          <ReasonedAction
            label="Let in again"
            question={`Let the OAuth client ${client.clientId} in again?`}
            needsReason={false}
            act={async () => (await readmit(named)).words}
          >
            Do this once its secret or key is another one in the configuration. Access tokens from before stay
            refused.
          </ReasonedAction>
        ))}
      {dialogue}
    </Group>
  );
}
