// One part of the overview: its heading leads to the page that explains it.

import { Group, Paper, Stack, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { InnerLink } from '../../parts/links';

interface PartProps {
  readonly title: string;
  /** The page that explains it; absent where it is explained here. */
  readonly to?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Part({ title, to, actions, children }: PartProps): ReactElement {
  return (
    <Paper withBorder p="md" component="section" miw={0}>
      <Stack gap="md">
        <Group justify="space-between" align="center">
          <Title order={2} size="h4">
            {to === undefined ? title : <InnerLink to={to}>{title}</InnerLink>}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
