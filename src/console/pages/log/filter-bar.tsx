// The fields by which the sync log is narrowed down: the three that are used most, the others when asked for.

import { Button, Collapse, Grid, SimpleGrid } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { FilterField, FilterSelect } from '../../parts/filter-select';
import { SearchBox } from '../../parts/search-box';
import { useAsk, type Answer } from '../../shell/api';
import { GroupFilter, PersonFilter } from './identity-filter';
import { SINCE, type LogFilterName, type LogFilters } from './log-filters';
import { TimeFields } from './time-fields';

type Choices = Answer<'log.choices'>;

const LESS_USED: readonly LogFilterName[] = [
  'action',
  'connection',
  'rule',
  'tolerance',
  'person',
  'group',
  'from',
  'to',
];

export function FilterBar({ filters }: { readonly filters: LogFilters }): ReactElement {
  const { values, set } = filters;
  const isUsed = LESS_USED.some((name) => values[name] !== undefined);
  const [isOpen, more] = useDisclosure(isUsed);
  const choices = useAsk('log.choices', {});
  return (
    <search aria-label="Filters of the sync log">
      <Grid align="flex-end" gap="sm">
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <SearchBox label="User ID, name or e-mail" placeholder="such as davenport" filters={filters} />
        </Grid.Col>
        <Grid.Col span={{ base: 6, sm: 2 }}>
          <ChoiceFilter name="status" all="Any status" from={choices.data?.statuses} filters={filters} />
        </Grid.Col>
        <Grid.Col span={{ base: 6, sm: 3 }}>
          <FilterSelect
            label="Time"
            all={values.from === undefined && values.to === undefined ? 'Any time' : 'As chosen below'}
            choices={SINCE}
            value={values.since}
            onChoose={(since) => {
              set({ since, from: '', to: '' });
            }}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 2 }}>
          <Button
            variant="default"
            fullWidth
            px="xs"
            leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
            aria-expanded={isOpen}
            onClick={more.toggle}
          >
            {isOpen ? 'Fewer filters' : 'More filters'}
          </Button>
        </Grid.Col>
      </Grid>
      <Collapse expanded={isOpen} keepMounted={false}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mt="sm">
          <MoreFilters filters={filters} choices={choices.data} />
        </SimpleGrid>
      </Collapse>
    </search>
  );
}

interface MoreFiltersProps {
  readonly filters: LogFilters;
  readonly choices: Choices | undefined;
}

function MoreFilters({ filters, choices }: MoreFiltersProps): ReactElement {
  const rules = choices?.rules.map((rule) => ({
    ...rule,
    label: `${rule.kind === 'refuses' ? 'Refused' : 'Applied'}: ${rule.label}`,
  }));
  return (
    <>
      <PersonFilter filters={filters} />
      <GroupFilter filters={filters} />
      <ChoiceFilter name="action" all="Any action" from={choices?.actions} filters={filters} />
      <ChoiceFilter name="connection" all="Any connection" from={choices?.connections} filters={filters} />
      <ChoiceFilter name="rule" all="Any rule" from={rules} filters={filters} />
      <ChoiceFilter name="tolerance" all="Any tolerance" from={choices?.tolerances} filters={filters} />
      <TimeFields filters={filters} />
    </>
  );
}

const LABELS = {
  status: 'Status',
  action: 'Action',
  connection: 'Connection',
  rule: 'Rule',
  tolerance: 'Tolerance',
} as const;

interface ChoiceFilterProps {
  readonly name: keyof typeof LABELS;
  readonly all: string;
  readonly from:
    readonly { readonly name: string; readonly label: string; readonly used: boolean }[] | undefined;
  readonly filters: LogFilters;
}

function ChoiceFilter({ name, all, from = [], filters }: ChoiceFilterProps): ReactElement {
  return (
    <FilterField
      filters={filters}
      name={name}
      label={LABELS[name]}
      all={all}
      choices={from.map((choice) => ({
        value: choice.name,
        label: choice.used ? choice.label : `${choice.label} (none yet)`,
      }))}
    />
  );
}
