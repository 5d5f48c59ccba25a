// Says whether the log is live, pauses it, and offers what came meanwhile; what comes by itself is announced, politely and not too often.

import { Affix, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { IconArrowUp, IconPlayerPause, IconPlayerPlay, IconPointFilled } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useIsAway } from '../../shell/outage';
import type { TailState } from './use-tail';

const ANNOUNCE_MS = 5_000;

interface LiveBarProps {
  readonly state: TailState;
  readonly waiting: number;
  readonly count: number;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  readonly onShow: () => void;
  /** Until when is filtered. */
  readonly end: string | undefined;
}

export function LiveBar(props: LiveBarProps): ReactElement {
  const { waiting, count, isPaused, onPause, onShow } = props;
  const isAway = useIsAway();
  // The connection for live rows may stand while the database behind it is away.
  const state = isAway && props.state === 'live' ? 'broken' : props.state;
  const shown = { ...props, state };
  const announced = useThrottledValue(count, ANNOUNCE_MS);
  return (
    <Group justify="space-between" gap="xs">
      <Group gap={6}>
        <IconPointFilled size={18} aria-hidden color={`var(--mantine-color-${colourOf(shown)}-filled)`} />
        <Text size="sm">{wordsOf(shown)}</Text>
      </Group>
      {state !== 'off' && (
        <Button
          variant="default"
          size="xs"
          leftSection={
            isPaused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />
          }
          onClick={() => {
            onPause(!isPaused);
          }}
        >
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
      )}
      <VisuallyHidden role="status">
        {announced === 0 ? '' : `${rowsWords(announced)} came since you opened this list.`}
      </VisuallyHidden>
      {waiting > 0 && (
        <Affix position={{ top: 66, left: '50%' }} zIndex={150}>
          <Button size="xs" radius="xl" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={onShow}>
            {waiting} new
          </Button>
        </Affix>
      )}
    </Group>
  );
}

function wordsOf({ state, isPaused, waiting, end }: LiveBarProps): string {
  if (state === 'off') return end === undefined ? 'Loading' : 'Not live: the filter ends in the past.';
  if (state === 'broken') return 'Live updates are interrupted; the console tries again by itself.';
  if (isPaused) return waiting === 0 ? 'Paused' : `Paused; ${rowsWords(waiting)} came meanwhile`;
  return state === 'live' ? 'Live: new rows appear by themselves' : 'Connecting';
}

function colourOf({ state, isPaused }: LiveBarProps): string {
  if (state === 'broken') return 'red';
  return state === 'live' && !isPaused ? 'green' : 'gray';
}

function rowsWords(count: number): string {
  return count === 1 ? '1 new row' : `${count} new rows`;
}
