// Whether somebody may sign in, as a word with its sign: never by colour alone.

import { Group, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconCircleX, IconUserOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';

/** `kept`: to a library, of somebody who may not sign in at all. */
type Status = 'enabled' | 'disabled' | 'deleted' | 'kept';

const STATUSES = {
  enabled: { words: 'Can sign in', icon: IconCircleCheck, colour: 'var(--mantine-color-green-text)' },
  disabled: { words: 'Disabled', icon: IconCircleX, colour: 'var(--mantine-color-red-text)' },
  kept: { words: 'Kept; cannot sign in', icon: IconCircleMinus, colour: 'var(--mantine-color-dimmed)' },
  deleted: { words: 'Deleted', icon: IconUserOff, colour: 'var(--mantine-color-dimmed)' },
} as const satisfies Readonly<Record<Status, object>>;

export function SignInStatus({ status }: { readonly status: Status }): ReactElement {
  const { words, icon: Icon, colour } = STATUSES[status];
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex">
      <Icon size={16} color={colour} aria-hidden />
      <Text component="span" inherit className="one-line">
        {words}
      </Text>
    </Group>
  );
}
