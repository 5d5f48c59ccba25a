// One rule: the question it answers, what it says now, and the other answers with what a change does.

import { Alert, Badge, Group, NumberInput, Radio, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { fieldText } from '../../parts/form-fields';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo, type Answer } from '../../shell/api';
import { useMay } from '../../shell/signed-in';

export type Rule = Answer<'rules.show'>['rules'][number];

export function RuleCard({ rule }: { readonly rule: Rule }): ReactElement {
  const mayChange = useMay('admin');
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md" component="article">
      <div>
        <Group gap="xs">
          <Title order={3} size="h5">
            {rule.title}
          </Title>
          {rule.setBy === 'change' && (
            <Badge variant="default">changed here; the file says {rule.configured}</Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {rule.meaning}
        </Text>
        <Text mt={4}>{rule.says}</Text>
      </div>
      {mayChange && <ChangeRule rule={rule} />}
    </Group>
  );
}

function ChangeRule({ rule }: { readonly rule: Rule }): ReactElement {
  const change = useDo('rules.change');
  return (
    <ReasonedAction
      label="Change"
      fullLabel={`Change: ${rule.title}`}
      question={rule.title}
      act={async (reason, fields) =>
        (await change.mutateAsync({ rule: rule.name, value: fieldText(fields, 'value'), reason })).done
      }
    >
      <Stack gap="sm">
        <Text>{rule.meaning}</Text>
        {rule.choices !== null && <Choices rule={rule} choices={rule.choices} />}
        {rule.range !== null && <NumberField rule={rule} range={rule.range} />}
        <Text size="sm">{rule.effect}</Text>
        <Text size="sm" c="dimmed">
          Where nothing is said: {rule.default}. In the configuration file: {rule.configured}.
        </Text>
      </Stack>
    </ReasonedAction>
  );
}

interface ChoicesProps {
  readonly rule: Rule;
  readonly choices: NonNullable<Rule['choices']>;
}

function Choices({ rule, choices }: ChoicesProps): ReactElement {
  return (
    <Radio.Group name="value" label="What the gateway does" defaultValue={rule.value} required>
      <Stack gap="xs" mt={4}>
        {choices.map(({ value, meaning, danger }) => (
          <Radio
            key={value}
            value={value}
            label={`${meaning}${value === rule.value ? ' (now)' : ''}`}
            description={<Description value={value} danger={value === rule.value ? null : danger} />}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface DescriptionProps {
  readonly value: string;
  readonly danger: string | null;
}

function Description({ value, danger }: DescriptionProps): ReactElement {
  return (
    <>
      In the configuration file: {value}
      {danger !== null && (
        <Alert component="span" display="block" color="yellow" p="xs" mt={4}>
          <Text component="span" size="sm">
            Mind this: {danger}
          </Text>
        </Alert>
      )}
    </>
  );
}

interface NumberFieldProps {
  readonly rule: Rule;
  readonly range: NonNullable<Rule['range']>;
}

function NumberField({ rule, range: { min, max, unit } }: NumberFieldProps): ReactElement {
  return (
    <NumberInput
      name="value"
      label={`Number (${unit})`}
      description={`From ${min} to ${max}.`}
      min={min}
      max={max}
      allowDecimal={false}
      defaultValue={Number(rule.value)}
      required
      data-autofocus
    />
  );
}
