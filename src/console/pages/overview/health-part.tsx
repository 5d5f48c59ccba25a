// How the gateway and its database are, in sentences first and in facts after them.

import { Badge, List, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Facts } from '../../parts/facts';
import { Ago, Moment } from '../../parts/moment';
import { Trouble } from '../../parts/trouble';
import { WideTable } from '../../parts/wide-table';
import { useAsk, type Answer } from '../../shell/api';
import { Part } from './part';

const POLL_MS = 15_000;

type Health = Answer<'overview.health'>;

const STATES = {
  ok: { label: 'All is well', icon: IconCircleCheck, colour: 'green' },
  degraded: { label: 'It serves, and needs a look', icon: IconAlertTriangle, colour: 'orange' },
  down: { label: 'It cannot serve', icon: IconCircleX, colour: 'red' },
} as const;

export function HealthPart(): ReactElement {
  const health = useAsk('overview.health', {}, { refetchInterval: POLL_MS });
  return (
    <Part
      title="Gateway and database"
      {...(health.isSuccess ? { actions: <State health={health.data} /> } : {})}
    >
      {/* How it was before is no answer to how it is. */}
      {health.isError ? (
        <Trouble error={health.error} />
      ) : (
        <Answered query={health} lines={6}>
          {(shown) => (
            <Stack gap="md">
              <List>
                {shown.says.map((sentence) => (
                  <List.Item key={sentence}>{sentence}</List.Item>
                ))}
              </List>
              <DatabaseFacts health={shown} />
              <Members members={shown.database.replicaSet?.members ?? []} />
              <Processes gateway={shown.gateway} />
            </Stack>
          )}
        </Answered>
      )}
    </Part>
  );
}

function State({ health: { state } }: { readonly health: Health }): ReactElement {
  const { label, icon: Icon, colour } = STATES[state];
  return (
    <Badge
      variant="default"
      tt="none"
      size="lg"
      leftSection={<Icon size={16} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />}
    >
      {label}
    </Badge>
  );
}

function DatabaseFacts({ health: { database, gateway } }: { readonly health: Health }): ReactElement {
  const { reachable, answeredInMs, version, bytesOnDisk, counts, lastBackupAt } = database;
  return (
    <Facts
      facts={[
        { name: 'Database', value: reachable ? `answers in ${answeredInMs ?? 0} ms` : 'cannot be reached' },
        { name: 'Version of MongoDB', value: version },
        { name: 'On disk', value: bytesOnDisk === null ? null : bytesWords(bytesOnDisk) },
        { name: 'Last backup', value: lastBackupAt === null ? 'none is known' : <Ago at={lastBackupAt} /> },
        {
          name: 'Kept',
          value:
            counts === null
              ? null
              : `${counts.users.toLocaleString()} people, ${counts.groups.toLocaleString()} groups, ${counts.events.toLocaleString()} events, ${counts.requests.toLocaleString()} requests`,
        },
        { name: 'Gateway', value: `version ${gateway.version}` },
        { name: 'Runs since', value: <Moment at={gateway.startedAt} /> },
      ]}
    />
  );
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytesWords(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const unit = UNITS[step] ?? 'byte';
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    bytes / 1000 ** step,
  );
}

interface MembersProps {
  readonly members: NonNullable<Health['database']['replicaSet']>['members'];
}

/** One member alone has nothing to compare. */
function Members({ members }: MembersProps): ReactElement | null {
  if (members.length < 2) return null;
  return (
    <WideTable label="Members of the replica set" headings={['Member', 'State', 'Behind']} minWidth={280}>
      {members.map(({ host, state, healthy, lagSeconds }) => (
        <Table.Tr key={host}>
          <Table.Th scope="row" fw={400}>
            {host}
          </Table.Th>
          <Table.Td>{healthy ? state : `${state}, not healthy`}</Table.Td>
          <Table.Td>{lagSeconds === null ? '–' : `${lagSeconds} s`}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

function Processes({ gateway: { processes } }: Pick<Health, 'gateway'>): ReactElement | null {
  if (processes.length < 2) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {processes.length} gateway processes serve together
      </Text>
      <List size="sm">
        {processes.map(({ host, version, startedAt, isThis }) => (
          <List.Item key={`${host} ${startedAt}`}>
            {host}, version {version}, since <Moment at={startedAt} />
            {isThis && ' (this one)'}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
