// Every alert: open ones first, those in hand, those that are over; with the brake and the places that are told.

import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { AlertCard } from '../../parts/alert-card';
import { Answered } from '../../parts/answered';
import { Brake } from '../../parts/brake';
import { FilterField } from '../../parts/filter-select';
import { useFilters } from '../../parts/filters';
import { PageHead } from '../../parts/page-head';
import { TestNotices } from '../../parts/test-notices';
import { usePages, type Input } from '../../shell/api';
import { useMay } from '../../shell/signed-in';

const ROWS_AT_ONCE = 30;

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'acknowledged', label: 'In hand' },
  { value: 'ended', label: 'Over' },
] as const;

const KINDS = [
  { value: 'refused-disable', label: 'A disable was refused' },
  { value: 'mass-disable', label: 'Many disables at once' },
  { value: 'silent-idp', label: 'An identity provider is silent' },
  { value: 'incomplete-users', label: 'People are incomplete' },
  { value: 'notice-failed', label: 'Notices cannot be delivered' },
] as const;

export function AlertsPage(): ReactElement {
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHead title="Alerts" lead="What needs somebody to look at it, and what to do about it.">
        {isAdmin && <TestNotices />}
      </PageHead>
      <Stack gap="xl">
        <Brake />
        <List />
      </Stack>
    </>
  );
}

function List(): ReactElement {
  const filters = useFilters(['state', 'kind']);
  const { values, isAnySet } = filters;
  const pages = usePages('alerts.list', { ...values, limit: ROWS_AT_ONCE } as Input<'alerts.list'>);
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <FilterField filters={filters} name="state" label="State" all="Any state" choices={STATES} />
        <FilterField filters={filters} name="kind" label="Kind" all="Any kind" choices={KINDS} />
      </Group>
      <Answered query={pages}>
        {({ pages: all }) => {
          const alerts = all.flatMap(({ rows }) => rows);
          if (alerts.length === 0) return <Text c="dimmed">{isAnySet ? NONE_OF_THESE : NONE}</Text>;
          return (
            <Stack gap="sm">
              {alerts.map((alert) => (
                <AlertCard key={alert.id} alert={alert} order={2} />
              ))}
              {pages.hasNextPage && (
                <Button
                  variant="default"
                  loading={pages.isFetchingNextPage}
                  onClick={() => void pages.fetchNextPage()}
                >
                  Show older ones
                </Button>
              )}
            </Stack>
          );
        }}
      </Answered>
    </Stack>
  );
}

const NONE =
  'There was no alert yet. One is raised when a disable is refused, when many people would lose their sign-in at once, when an identity provider is silent, and when people stay incomplete.';
const NONE_OF_THESE = 'There is no such alert. Choose another state or kind.';
