// The heading of a page: its name, what it answers, and what can be done there.

import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactElement, ReactNode } from 'react';

interface PageHeadProps {
  readonly title: string;
  /** One sentence: what this page answers. */
  readonly lead?: string;
  readonly children?: ReactNode;
}

export function PageHead({ title, lead, children }: PageHeadProps): ReactElement {
  useDocumentTitle(`${title} · SCIM gateway for iManage`);
  return (
    <Group justify="space-between" align="flex-start" mb="md">
      <Stack gap={2} flex="1 1 18rem">
        <Title order={1} size="h2">
          {title}
        </Title>
        {lead !== undefined && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
