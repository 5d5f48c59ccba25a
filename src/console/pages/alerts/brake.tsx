// The mass-disable brake: how it stands, and letting disables pass that are meant.

import { Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Moment } from '../../parts/moment';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useAsk, useDo, type Answer } from '../../shell/api';
import { useMay } from '../../shell/signed-in';

const POLL_MS = 15_000;

type Shown = Answer<'brake.show'>;

const MINUTES = [
  { value: '60', label: 'for one hour' },
  { value: '240', label: 'for four hours' },
  { value: '1440', label: 'for one day' },
] as const;

export function Brake(): ReactElement {
  const brake = useAsk('brake.show', {}, { refetchInterval: POLL_MS });
  const mayRelease = useMay('operator');
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Title order={2} size="h4">
            Mass-disable brake
          </Title>
          {mayRelease && brake.data?.mode === 'hold' && <Release brake={brake.data} />}
        </Group>
        <Answered query={brake} lines={2}>
          {(shown) => <Stand brake={shown} />}
        </Answered>
      </Stack>
    </Paper>
  );
}

function Stand({ brake }: { readonly brake: Shown }): ReactElement {
  const { says, heldSince, releasedUntil, releasedBy } = brake;
  return (
    <>
      <Text>{says}</Text>
      <Text size="sm" c="dimmed">
        {heldSince !== null && (
          <>
            {' '}
            Held since <Moment at={heldSince} />.
          </>
        )}
        {releasedUntil !== null && (
          <>
            {' '}
            Released until <Moment at={releasedUntil} />
            {releasedBy !== null && ` by ${releasedBy}`}.
          </>
        )}
      </Text>
    </>
  );
}

function Release({ brake }: { readonly brake: Shown }): ReactElement {
  const { mutateAsync } = useDo('brake.release');
  return (
    <ReasonedAction
      label="Release"
      question="Let disables pass?"
      button={{ color: brake.heldSince === null ? 'gray' : 'red' }}
      act={async (reason, fields) => {
        const { says } = await mutateAsync({ reason, minutes: Number(fields.get('minutes')) });
        return says;
      }}
    >
      <Text mb="sm">
        Everybody whom the identity provider disables loses the sign-in at once, uncounted. What is held goes
        through when the identity provider next tries it. Make sure first that so many leavers are meant: a
        mistaken filter at the identity provider looks the same.
      </Text>
      <NativeSelect
        name="minutes"
        label="Everything passes"
        data={[
          { value: String(brake.windowMinutes), label: `for ${brake.windowMinutes} minutes` },
          ...MINUTES,
        ].filter(({ value }, at, all) => all.findIndex((each) => each.value === value) === at)}
      />
    </ReasonedAction>
  );
}
