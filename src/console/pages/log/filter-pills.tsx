// Which filters hold, in words, each with a button that takes it away.

import { Button, Group, Pill } from '@mantine/core';
import type { ReactElement } from 'react';
import { useAsk, type Answer } from '../../shell/api';
import { useGroupName, usePersonName } from './identity-filter';
import { LOG_FILTER_NAMES, SINCE, type LogFilterName, type LogFilters } from './log-filters';

const FORM = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

type Words = Readonly<Record<LogFilterName, (value: string) => string>>;

export function FilterPills({ filters }: { readonly filters: LogFilters }): ReactElement | null {
  const { values, set, clear, isAnySet } = filters;
  const person = usePersonName(values.person);
  const group = useGroupName(values.group);
  const choices = useAsk('log.choices', {});
  if (!isAnySet) return null;
  const words = wordsOf(choices.data, person, group);
  return (
    <Group gap="xs" role="group" aria-label="Filters that hold">
      {LOG_FILTER_NAMES.map((name) => {
        const value = values[name];
        if (value === undefined) return null;
        const label = words[name](value);
        return (
          <Pill
            key={name}
            size="md"
            withRemoveButton
            removeButtonProps={{ 'aria-label': `Take away: ${label}`, tabIndex: 0, 'aria-hidden': false }}
            onRemove={() => {
              set({ [name]: '' });
            }}
          >
            {label}
          </Pill>
        );
      })}
      <Button variant="subtle" size="compact-sm" onClick={clear}>
        Clear all filters
      </Button>
    </Group>
  );
}

function wordsOf(choices: Answer<'log.choices'> | undefined, person: string, group: string): Words {
  const named =
    (title: string, of: readonly { name: string; label: string }[] = []) =>
    (value: string): string =>
      `${title}: ${of.find(({ name }) => name === value)?.label ?? value}`;
  return {
    text: (value) => `“${value}”`,
    status: named('Status', choices?.statuses),
    action: named('Action', choices?.actions),
    connection: named('Connection', choices?.connections),
    rule: named('Rule', choices?.rules),
    tolerance: named('Tolerance', choices?.tolerances),
    person: () => `Person: ${person}`,
    group: () => `Group: ${group}`,
    since: (value) => SINCE.find((each) => each.value === value)?.label ?? value,
    from: (value) => `From ${momentWords(value)}`,
    to: (value) => `To ${momentWords(value)}`,
  };
}

function momentWords(value: string): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : FORM.format(at);
}
