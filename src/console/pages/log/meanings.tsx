// Rules or tolerances of a row, each with what it means and a way to the other rows of it.

import { Stack, Text, type TitleOrder } from '@mantine/core';
import type { ReactElement } from 'react';
import { InnerLink } from '../../parts/links';
import { Section, type LogShown } from './detail-section';

interface MeaningsProps {
  readonly title: string;
  readonly lead?: string;
  /** By which the log is narrowed down to the same. */
  readonly filter: 'rule' | 'tolerance';
  readonly meanings: LogShown['rules'];
  readonly order: TitleOrder;
}

export function Meanings({ title, lead, filter, meanings, order }: MeaningsProps): ReactElement | null {
  if (meanings.length === 0) return null;
  return (
    <Section title={title} order={order}>
      {lead !== undefined && (
        <Text size="sm" c="dimmed" mb="xs">
          {lead}
        </Text>
      )}
      <Stack gap="sm">
        {meanings.map(({ name, label, meaning }) => (
          <div key={name}>
            <Text fw={600}>{label}</Text>
            <Text>{meaning}</Text>
            <Text size="sm">
              <InnerLink to={`/log?${new URLSearchParams({ [filter]: name }).toString()}`}>
                All rows of “{label}”
              </InnerLink>
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
