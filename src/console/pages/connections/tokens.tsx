// The tokens of a connection: which are live, until when, and what can be done with each.

import { Group, Stack, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Ago, Moment } from '../../parts/moment';
import { WideTable } from '../../parts/wide-table';
import { useMay } from '../../shell/signed-in';
import { liveTokens, type Connection } from './connection-state';
import { OauthClient } from './oauth-client';
import { PageSection } from './page-section';
import { RotateAction } from './rotate-action';
import { ExpireAction, RevokeAction } from './token-actions';
import { tokenName, type Token } from './token-end';

interface OneConnection {
  readonly connection: Connection;
}

export function Tokens({ connection }: OneConnection): ReactElement {
  const isAdmin = useMay('admin');
  return (
    <PageSection
      title="Tokens"
      lead="What the identity provider shows to be let in. Two may be live at once, so that one can be replaced without a gap."
      actions={isAdmin && <RotateAction connection={connection} />}
    >
      {connection.tokens.length === 0 ? (
        <Text c="dimmed">
          {connection.client === null
            ? 'It has no token: nothing can come from it. Make one.'
            : 'It has no token of its own; it comes in as an OAuth client.'}
        </Text>
      ) : (
        <TokenTable connection={connection} />
      )}
      {connection.client !== null && <OauthClient connection={connection} client={connection.client} />}
    </PageSection>
  );
}

function TokenTable({ connection }: OneConnection): ReactElement {
  return (
    <WideTable
      label={`Tokens of ${connection.name}`}
      headings={['Token', 'State', 'Made', 'Last used', 'What you can do']}
      minWidth={620}
    >
      {connection.tokens.map((token) => (
        <TokenLine key={token.id} connection={connection} token={token} />
      ))}
    </WideTable>
  );
}

function TokenLine({ connection, token }: OneConnection & { readonly token: Token }): ReactElement {
  const isAdmin = useMay('admin');
  const isLast = liveTokens(connection).length === 1;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {tokenName(token)}
      </Table.Th>
      <Table.Td>{token.words}</Table.Td>
      <Table.Td>
        <Stack gap={0}>
          {token.created === null ? <span>–</span> : <Moment at={token.created} />}
          {token.createdBy !== null && (
            <Text size="sm" c="dimmed">
              by {token.createdBy}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        <Ago at={token.lastUsed} />
      </Table.Td>
      <Table.Td>
        {isAdmin && token.state !== 'revoked' ? (
          <Group gap="xs" wrap="nowrap">
            <ExpireAction connection={connection} token={token} />
            <RevokeAction connection={connection} token={token} isLast={isLast} />
          </Group>
        ) : (
          <Text inherit c="dimmed">
            {isAdmin ? 'nothing: revoked for good' : 'an admin can'}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
