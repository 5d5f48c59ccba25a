// When a token ends, told so that one that ends soon is not overlooked.

import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { dayWords } from '../../parts/moment';
import type { Connection } from './connection-state';

export type Token = Connection['tokens'][number];

export function TokenEnd({ token }: { readonly token: Token }): ReactElement {
  const end = token.expires === null ? 'does not end by itself' : `ends ${dayWords(token.expires)}`;
  return (
    <Group gap={4} wrap="nowrap">
      {token.state === 'expiring' && (
        <IconAlertTriangle
          size={16}
          role="img"
          aria-label="Ends soon"
          color="var(--mantine-color-orange-filled)"
        />
      )}
      <Text inherit>
        {tokenName(token)}: {end}
      </Text>
    </Group>
  );
}

/** By its last letters, the only thing that is kept of it. */
export function tokenName({ ending, origin }: Token): string {
  if (ending !== null) return `…${ending}`;
  return origin === 'file' ? 'of the configuration file' : 'token';
}
