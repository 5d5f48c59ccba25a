// One alert: what happened, what to do, whom it is about, who was told, and the way to say that somebody has it in hand.

import { Badge, Group, Paper, Stack, Text, Title, type TitleOrder } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconUserCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useDo, type Answer } from '../shell/api';
import { useMay } from '../shell/signed-in';
import { InnerLink, PersonLink } from './links';
import { Ago, Moment } from './moment';
import { ReasonedAction } from './reasoned-action';

type AlertShown = Answer<'alerts.list'>['rows'][number];

const STATES = {
  open: { label: 'Open', icon: IconAlertTriangle, colour: 'red' },
  acknowledged: { label: 'In hand', icon: IconUserCheck, colour: 'blue' },
  ended: { label: 'Over', icon: IconCheck, colour: 'green' },
} as const;

interface AlertCardProps {
  readonly alert: AlertShown;
  /** Of its heading. */
  readonly order: TitleOrder;
}

export function AlertCard({ alert, order }: AlertCardProps): ReactElement {
  const { label, icon: Icon, colour } = STATES[alert.state];
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Title order={order} size="h5">
            {alert.title}
          </Title>
          <Badge
            variant="default"
            tt="none"
            leftSection={<Icon size={14} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />}
          >
            {label}
          </Badge>
        </Group>
        <Text>{alert.message}</Text>
        {alert.state !== 'ended' && (
          <Text>
            <strong>What to do:</strong> {alert.remedy}
          </Text>
        )}
        <Links alert={alert} />
        <Times alert={alert} />
        <Notices notices={alert.notices} />
        {alert.state === 'open' && <Acknowledge alert={alert} />}
      </Stack>
    </Paper>
  );
}

function Links({
  alert: { person, connection, requestId },
}: {
  readonly alert: AlertShown;
}): ReactElement | null {
  if (person === null && connection === null && requestId === null) return null;
  return (
    <Group gap="md">
      {person !== null &&
        (person.id === null ? <span>{person.name}</span> : <PersonLink id={person.id} name={person.name} />)}
      {connection !== null && (
        <InnerLink to={`/connections/${encodeURIComponent(connection)}`}>Connection {connection}</InnerLink>
      )}
      {requestId !== null && (
        <InnerLink to={`/log/requests/${encodeURIComponent(requestId)}`}>
          The request in the sync log
        </InnerLink>
      )}
    </Group>
  );
}

function Times({ alert }: { readonly alert: AlertShown }): ReactElement {
  const { at, lastAt, count, acknowledged, endedAt, ended } = alert;
  return (
    <Text size="sm" c="dimmed">
      {count === 1 ? (
        <Ago at={at} />
      ) : (
        <>
          {count} times, first <Ago at={at} />, last <Ago at={lastAt} />
        </>
      )}
      {acknowledged !== null && (
        <>
          {'. '}In hand of {acknowledged.by} since <Moment at={acknowledged.at} />: {acknowledged.reason}
        </>
      )}
      {endedAt !== null && (
        <>
          {'. '}Over since <Moment at={endedAt} />
          {ended !== null && `: ${ended}`}
        </>
      )}
    </Text>
  );
}

function Notices({ notices }: Pick<AlertShown, 'notices'>): ReactElement | null {
  if (notices.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" component="div">
      {notices.map(({ name, says }) => (
        <div key={name}>
          {name}: {says}
        </div>
      ))}
    </Text>
  );
}

function Acknowledge({ alert: { id, title, kind } }: { readonly alert: AlertShown }): ReactElement | null {
  const { mutateAsync } = useDo('alerts.acknowledge');
  if (!useMay('operator')) return null;
  return (
    <div>
      <ReasonedAction
        label="Acknowledge"
        question={`Do you have this in hand: ${title}?`}
        act={async (reason) => {
          await mutateAsync({ alert: id, reason });
          return 'It is in hand: it stays listed until it is over, and nobody is told of it again.';
        }}
      >
        Others see that you look after it, and why it need not stay open. Nothing else changes: it ends by
        itself once its cause is gone.
        {kind === 'mass-disable' && ' The alerts of everybody whom the brake holds back are in hand with it.'}
      </ReasonedAction>
    </div>
  );
}
