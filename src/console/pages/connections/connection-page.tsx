// One connection: how it stands, its tokens, how strictly it is read, and how it is set up.

import { Accordion, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import { Answered } from '../../parts/answered';
import { Facts } from '../../parts/facts';
import { InnerLink } from '../../parts/links';
import { Ago, Moment } from '../../parts/moment';
import { PageHead } from '../../parts/page-head';
import { Trouble } from '../../parts/trouble';
import { useAsk } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { RemoveAction, RenameAction } from './connection-actions';
import { ConnectionState, connectionIn, countsOf, errorRate, type Connection } from './connection-state';
import { DescribeAction } from './describe-action';
import { Guide } from './guide';
import { Reading } from './reading';
import { PageSection } from './page-section';
import { Tokens } from './tokens';
import { Waiting } from './waiting';

const POLL_MS = 15_000;

export function ConnectionPage(): ReactElement {
  const { connection: key } = useParams<{ connection: string }>();
  const connections = useAsk('connections.list', {}, { refetchInterval: POLL_MS });
  return (
    <Answered query={connections} lines={10}>
      {({ rows }) => {
        const connection = connectionIn(rows, key);
        return connection === undefined ? <Gone name={key} /> : <Shown connection={connection} />;
      }}
    </Answered>
  );
}

function Gone({ name }: { readonly name: string }): ReactElement {
  return (
    <>
      <PageHead title={`Connection ${name}`} />
      <Trouble error="There is no connection of this name. It was renamed or removed; what it did stands in the sync log." />
      <InnerLink to="/connections">All connections</InnerLink>
    </>
  );
}

function Shown({ connection }: { readonly connection: Connection }): ReactElement {
  const { id, name, words, state, origin, kind } = connection;
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHead title={name} lead={words}>
        {isAdmin && origin === 'console' && (
          <>
            <RenameAction connection={connection} />
            <RemoveAction connection={connection} />
          </>
        )}
      </PageHead>
      <Stack gap="xl">
        <Summary connection={connection} />
        {state === 'waiting' && (
          <PageSection title="First contact">
            <Waiting connection={id} />
          </PageSection>
        )}
        <Tokens connection={connection} />
        <Reading connection={connection} />
        <PageSection title="Setting it up">
          <Accordion variant="contained">
            <Accordion.Item value="guide">
              <Accordion.Control>Steps, base URL and attribute mapping</Accordion.Control>
              <Accordion.Panel>
                <Guide kind={kind} order={3} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        </PageSection>
      </Stack>
    </>
  );
}

function Summary({ connection }: { readonly connection: Connection }): ReactElement {
  const counts = countsOf(connection);
  const isAdmin = useMay('admin');
  return (
    <PageSection title="How it stands">
      <Facts
        facts={[
          { name: 'State', value: <ConnectionState connection={connection} /> },
          { name: 'Last heard of', value: <Ago at={connection.lastSeen} /> },
          { name: 'Requests in 24 hours', value: counts.requests.toLocaleString() },
          { name: 'Of these refused or failed', value: <Errors connection={connection} /> },
          { name: 'Identity provider', value: connection.kindName },
          { name: 'Synchronises', value: `every ${connection.syncPeriodMinutes} minutes at most` },
          { name: 'Made', value: <Made connection={connection} /> },
          { name: 'What it did', value: <LogLink connection={connection} words="In the sync log" /> },
        ]}
      />
      {isAdmin && <DescribeAction connection={connection} />}
    </PageSection>
  );
}

function Errors({ connection }: { readonly connection: Connection }): ReactElement {
  const counts = countsOf(connection);
  return (
    <>
      {counts.refused} refused, {counts.failed} failed ({errorRate(counts)})
    </>
  );
}

function Made({
  connection: { origin, created, createdBy },
}: {
  readonly connection: Connection;
}): ReactElement {
  if (origin === 'file') return <>by the configuration file</>;
  return (
    <>
      <Moment at={created} />
      {createdBy !== null && ` by ${createdBy}`}
    </>
  );
}

interface LogLinkProps {
  readonly connection: Connection;
  readonly words: string;
}

function LogLink({ connection: { name }, words }: LogLinkProps): ReactElement {
  return <InnerLink to={`/log?${new URLSearchParams({ connection: name }).toString()}`}>{words}</InnerLink>;
}
