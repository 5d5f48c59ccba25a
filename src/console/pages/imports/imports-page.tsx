// Import: takes over the users or groups that iManage has already from a CSV file, with a preview; and the imports so far.

import { Button, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { useFilters } from '../../parts/filters';
import { InnerLink } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { PageHead } from '../../parts/page-head';
import { RowsTable, type TableColumn } from '../../parts/rows-table';
import { Section } from '../../parts/section';
import { useAsk, type Answer } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { ImportJob } from './import-job';
import { NewImport } from './new-import';

export function ImportsPage(): ReactElement {
  const { values, set } = useFilters(['job']);
  const mayImport = useMay('admin');
  return (
    <>
      <PageHead
        title="Import"
        lead="Takes over the users or groups that iManage has already, so that the first sync finds them instead of making them twice."
      >
        {values.job !== undefined && mayImport && (
          <Button
            variant="default"
            onClick={() => {
              set({ job: '' });
            }}
          >
            Another import
          </Button>
        )}
      </PageHead>
      {values.job !== undefined && <ImportJob id={values.job} />}
      {values.job === undefined && mayImport && (
        <NewImport
          onStarted={(job) => {
            set({ job });
          }}
        />
      )}
      {values.job === undefined && !mayImport && (
        <Text mb="md">To import, the role “admin” is needed. You can look at earlier imports here.</Text>
      )}
      <Earlier />
    </>
  );
}

type Job = Answer<'imports.list'>['rows'][number];

const STATES = {
  waiting: 'Waiting',
  running: 'Under way',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
} as const satisfies Readonly<Record<Job['state'], string>>;

const COLUMNS: readonly TableColumn<Job>[] = [
  {
    id: 'file',
    header: 'File',
    cell: ({ id, fileName }) => (
      <InnerLink to={`/import?${new URLSearchParams({ job: id }).toString()}`}>{fileName}</InnerLink>
    ),
  },
  { id: 'what', header: 'What', cell: ({ what }) => (what === 'users' ? 'Users' : 'Groups') },
  { id: 'state', header: 'State', cell: ({ state }) => STATES[state] },
  { id: 'at', header: 'Started', cell: ({ at }) => <Moment at={at} />, isSecondary: true },
  { id: 'by', header: 'By', cell: ({ by }) => by, isSecondary: true },
  { id: 'created', header: 'Created', cell: ({ counts }) => counts.created.toLocaleString(), isNumber: true },
  { id: 'matched', header: 'Matched', cell: ({ counts }) => counts.matched.toLocaleString(), isNumber: true },
  { id: 'refused', header: 'Refused', cell: ({ counts }) => counts.refused.toLocaleString(), isNumber: true },
];

const ROWS_MAX = 200;
const LOOK_AGAIN_MS = 3_000;

function Earlier(): ReactElement {
  const imports = useAsk('imports.list', { limit: ROWS_MAX }, { refetchInterval: LOOK_AGAIN_MS });
  return (
    <Section title="Imports of the last 30 days">
      <Answered query={imports}>
        {({ rows }) => (
          <RowsTable
            rows={rows}
            columns={COLUMNS}
            rowKey={({ id }) => id}
            label="Imports of the last 30 days"
            empty="Nothing was imported in the last 30 days."
            minWidth={520}
          />
        )}
      </Answered>
    </Section>
  );
}
