// Watches the setting-up of a connection: the first request, the provider's own test, the first person.

import { Group, List, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { Ago } from '../../parts/moment';
import { useAsk, type Answer } from '../../shell/api';

const POLL_MS = 2_000;

type Shown = Answer<'connections.waiting'>;

const MILESTONES = [
  { words: 'A first request came', isReached: ({ requests }: Shown) => requests.length > 0 },
  { words: 'The connection was tested, and works', isReached: ({ stage }: Shown) => stage !== 'waiting' },
  { words: 'The first person or group came', isReached: ({ stage }: Shown) => stage === 'synced' },
] as const;

export function Waiting({ connection }: { readonly connection: string }): ReactElement {
  const waiting = useAsk('connections.waiting', { connection }, { refetchInterval: POLL_MS });
  return (
    <Answered query={waiting}>
      {(shown) => (
        <Stack>
          <Milestones shown={shown} />
          <Text role="status">{shown.words}</Text>
          <Requests requests={shown.requests} />
        </Stack>
      )}
    </Answered>
  );
}

function Milestones({ shown }: { readonly shown: Shown }): ReactElement {
  const next = MILESTONES.findIndex(({ isReached }) => !isReached(shown));
  return (
    <List listStyleType="none" spacing="xs" center>
      {MILESTONES.map(({ words, isReached }, at) => (
        <List.Item key={words} icon={<Sign isReached={isReached(shown)} isNext={at === next} />}>
          {words}: {signWords(isReached(shown), at === next)}
        </List.Item>
      ))}
    </List>
  );
}

function signWords(isReached: boolean, isNext: boolean): string {
  if (isReached) return 'yes';
  return isNext ? 'waiting for it' : 'not yet';
}

function Sign({
  isReached,
  isNext,
}: {
  readonly isReached: boolean;
  readonly isNext: boolean;
}): ReactElement {
  if (isNext) return <Loader size={20} aria-hidden />;
  const Icon = isReached ? IconCheck : IconCircleDashed;
  return (
    <ThemeIcon size={20} radius="xl" color={isReached ? 'green.9' : 'gray.7'} aria-hidden>
      <Icon size={14} />
    </ThemeIcon>
  );
}

function Requests({ requests }: Pick<Shown, 'requests'>): ReactElement | null {
  if (requests.length === 0) return null;
  return (
    <List>
      {requests.map(({ requestId, at, what, words }) => (
        <List.Item key={requestId}>
          <Group gap="xs">
            <InnerLink to={`/log/requests/${encodeURIComponent(requestId)}`}>{`${what}: ${words}`}</InnerLink>
            <Text size="sm" c="dimmed">
              <Ago at={at} />
            </Text>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}
