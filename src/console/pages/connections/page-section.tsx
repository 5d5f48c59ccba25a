// A part of a page with its heading.

import { Box, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface PageSectionProps {
  readonly title: string;
  readonly lead?: string;
  /** What can be done there. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function PageSection({ title, lead, actions, children }: PageSectionProps): ReactElement {
  return (
    <Stack component="section" gap="sm">
      <Group justify="space-between" align="flex-end">
        <Box flex="1 1 18rem">
          <Title order={2} size="h4">
            {title}
          </Title>
          {lead !== undefined && <Text c="dimmed">{lead}</Text>}
        </Box>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
