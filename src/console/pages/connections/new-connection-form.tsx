// The first step of the wizard: which identity provider, under which name, and how long its first token lives.

import {
  Alert,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Radio,
  Stack,
  TextInput,
  Title,
} from '@mantine/core';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useFilters } from '../../parts/filters';
import { useFreshDo } from '../../parts/fresh';
import type { Answer, Input } from '../../shell/api';
import { failureWords } from '../../shell/failure';
import { NAME_HELP, NAME_PATTERN } from './connection-actions';
import { KINDS, SYNC_PERIOD_MAX } from './describe-action';
import { EXPIRY_CHOICES, EXPIRY_DEFAULT, expiryMoment } from './expiry';

/** In the address, so that they are still there after signing in once more somewhere else. */
export const FORM_FIELDS = ['kind', 'name', 'ends', 'minutes'] as const;

interface NewConnectionFormProps {
  readonly onMade: (made: Answer<'connections.create'>) => void;
}

export function NewConnectionForm({ onMade }: NewConnectionFormProps): ReactElement {
  const { act, dialogue } = useFreshDo('connections.create');
  const { values, set } = useFilters(FORM_FIELDS);
  const [failure, setFailure] = useState<string | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  const keep = (field: keyof typeof values) => (value: string | number) => {
    set({ [field]: String(value) }, { replace: true });
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(null);
    setUnderWay(true);
    act(inputOf(values))
      .then(onMade)
      .catch((error: unknown) => {
        setFailure(failureWords(error));
      })
      .finally(() => {
        setUnderWay(false);
      });
  };
  return (
    <>
      <form onSubmit={submit}>
        <Stack maw="32rem">
          <Title order={2} size="h4">
            What it is
          </Title>
          <Radio.Group
            label="Identity provider"
            required
            value={values.kind ?? 'entra'}
            onChange={keep('kind')}
          >
            <Stack gap="xs" mt="xs">
              {KINDS.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label="Name"
            description={NAME_HELP}
            pattern={NAME_PATTERN}
            required
            value={values.name ?? ''}
            onChange={(event) => {
              keep('name')(event.currentTarget.value);
            }}
          />
          <NativeSelect
            label="Its first token ends"
            description="Before that you make a second one, without a gap; the overview reminds you."
            data={[...EXPIRY_CHOICES]}
            value={values.ends ?? EXPIRY_DEFAULT}
            onChange={(event) => {
              keep('ends')(event.currentTarget.value);
            }}
          />
          <NumberInput
            label="It synchronises at least every … minutes"
            description="Left empty: as is usual for the provider. An alert is raised when nothing came for twice as long."
            min={1}
            max={SYNC_PERIOD_MAX}
            allowDecimal={false}
            value={values.minutes ?? ''}
            onChange={keep('minutes')}
          />
          {failure !== null && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={isUnderWay}>
              Make the connection and its token
            </Button>
          </Group>
        </Stack>
      </form>
      {dialogue}
    </>
  );
}

function inputOf(values: Readonly<Partial<Record<string, string>>>): Input<'connections.create'> {
  return {
    name: values['name'] ?? '',
    kind: KINDS.find(({ value }) => value === values['kind'])?.value ?? 'entra',
    expires: expiryMoment(values['ends'] ?? EXPIRY_DEFAULT),
    ...(values['minutes'] === undefined ? {} : { syncPeriodMinutes: Number(values['minutes']) }),
  };
}
