// Says which identity provider a connection is of, and how long it may be silent before it is missed.

import { NativeSelect, NumberInput, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import type { Connection } from './connection-state';

export const KINDS = [
  { value: 'entra', label: 'Microsoft Entra ID' },
  { value: 'okta', label: 'Okta' },
  { value: 'other', label: 'Another identity provider' },
] as const;
export const SYNC_PERIOD_MAX = 10_080;

export function DescribeAction({ connection }: { readonly connection: Connection }): ReactElement {
  const { id, name, kind, syncPeriodMinutes } = connection;
  const { mutateAsync } = useDo('connections.describe');
  return (
    <div>
      <ReasonedAction
        label="Change provider and sync period"
        question={`What is ${name}?`}
        needsReason={false}
        act={async (_reason, fields) => {
          const { words } = await mutateAsync({
            connection: id,
            kind: KINDS.find(({ value }) => value === fields.get('kind'))?.value ?? kind,
            syncPeriodMinutes: Number(fields.get('minutes')),
          });
          return words;
        }}
      >
        <Stack gap="sm">
          <Text>Nothing changes for the identity provider; it is about what the console tells you.</Text>
          <NativeSelect name="kind" label="Identity provider" data={[...KINDS]} defaultValue={kind} />
          <NumberInput
            name="minutes"
            label="It synchronises at least every … minutes"
            description="An alert is raised when nothing came for twice as long."
            min={1}
            max={SYNC_PERIOD_MAX}
            allowDecimal={false}
            defaultValue={syncPeriodMinutes}
            required
          />
        </Stack>
      </ReasonedAction>
    </div>
  );
}
