// The mass-disable brake: how it stands, and its release.

import { Alert, NumberInput, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from './answered';
import { Facts, type Fact } from './facts';
import { fieldText } from './form-fields';
import { Moment } from './moment';
import { ReasonedAction } from './reasoned-action';
import { Section } from './section';
import { useAsk, useDo, type Answer } from '../shell/api';
import { useMay } from '../shell/signed-in';

type Shown = Answer<'brake.show'>;

const LOOK_AGAIN_MS = 10_000;

export function Brake(): ReactElement {
  const brake = useAsk('brake.show', {}, { refetchInterval: LOOK_AGAIN_MS });
  const mayRelease = useMay('operator');
  return (
    <Section
      title="Mass-disable brake"
      lead="Guards against an identity provider that disables half the firm by mistake. Its limits are among the rules, under Settings."
      actions={
        mayRelease && brake.data !== undefined && brake.data.mode !== 'off' && <Release brake={brake.data} />
      }
    >
      <Answered query={brake}>
        {(shown) => (
          <>
            <Alert color={shown.heldSince === null ? 'blue' : 'red'} mb="md" role="status">
              <Text>{shown.says}</Text>
            </Alert>
            <Facts facts={factsOf(shown)} />
          </>
        )}
      </Answered>
    </Section>
  );
}

const MODES = {
  warn: 'Raises an alert, lets everything pass',
  hold: 'Holds further disables back',
  off: 'Off',
} as const satisfies Readonly<Record<Shown['mode'], string>>;

function factsOf(brake: Shown): readonly Fact[] {
  return [
    { name: 'What it does', value: MODES[brake.mode] },
    {
      name: 'Disables counted',
      value: `${brake.counted.toLocaleString()} of ${brake.limit.toLocaleString()} in ${brake.windowMinutes} minutes`,
    },
    {
      name: 'Holds since',
      value: brake.heldSince === null ? 'it holds nothing' : <Moment at={brake.heldSince} />,
    },
    { name: 'Last alert', value: <Moment at={brake.lastAlertAt} /> },
    ...(brake.releasedUntil === null
      ? []
      : [
          { name: 'Released until', value: <Moment at={brake.releasedUntil} /> },
          { name: 'Released by', value: brake.releasedBy },
        ]),
  ];
}

function Release({ brake }: { readonly brake: Shown }): ReactElement {
  const release = useDo('brake.release');
  return (
    <ReasonedAction
      label="Release"
      question="Let disables pass again?"
      act={async (reason, fields) =>
        (await release.mutateAsync({ minutes: Number(fieldText(fields, 'minutes')), reason })).says
      }
    >
      <Text mb="sm">
        For as long as you say, every disable passes and none is counted. What was held goes through when the
        identity provider tries it again. Make sure first that the disables are meant.
      </Text>
      <NumberInput
        name="minutes"
        label="For how many minutes"
        min={1}
        max={10_080}
        allowDecimal={false}
        defaultValue={brake.windowMinutes}
        required
      />
    </ReasonedAction>
  );
}
