// One import: how far it is, what became of each row, and the buttons that stop it or go on with it.

import { Button, Group, Progress, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Moment } from '../../parts/moment';
import { Section } from '../../parts/section';
import { Trouble } from '../../parts/trouble';
import { useAsk, useDo, type Answer } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { ImportedRows } from './imported-rows';
import { saveText } from './save-text';

type Job = Answer<'imports.show'>;

const LOOK_AGAIN_MS = 1_000;

export function ImportJob({ id }: { readonly id: string }): ReactElement {
  const job = useJob(id);
  return (
    <Answered query={job} lines={6}>
      {(data) => (
        <Section
          title={`${data.what === 'users' ? 'Users' : 'Groups'} from ${data.fileName}`}
          actions={<JobActions job={data} />}
        >
          <Text size="sm" c="dimmed" mb="sm">
            Started <Moment at={data.at} /> by {data.by}: {data.reason}
          </Text>
          <Progress
            value={data.rows === 0 ? 100 : (100 * data.rowsDone) / data.rows}
            animated={isUnderWay(data)}
            size="lg"
            aria-label={`${data.rowsDone} of ${data.rows} rows done`}
          />
          <Text mt="xs" role="status">
            {data.words}
          </Text>
          <ImportedRows
            key={isUnderWay(data) ? 'under way' : 'ended'}
            counts={data.counts}
            created={data.created}
            matched={data.matched}
            refused={data.refused}
          />
        </Section>
      )}
    </Answered>
  );
}

function isUnderWay({ state }: Pick<Job, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** Looked at again as long as it is under way: what is known decides how it is asked. */
function useJob(id: string): UseQueryResult<Job> {
  const known = useAsk('imports.show', { id });
  const isLive = known.data !== undefined && isUnderWay(known.data);
  return useAsk('imports.show', { id }, { refetchInterval: isLive ? LOOK_AGAIN_MS : false });
}

function JobActions({ job }: { readonly job: Job }): ReactElement | null {
  const stop = useDo('imports.stop');
  const resume = useDo('imports.resume');
  const refused = useDo('imports.refused');
  if (!useMay('admin')) return null;
  const input = { id: job.id };
  const failure = stop.error ?? resume.error ?? refused.error;
  return (
    <>
      {isUnderWay(job) && (
        <Button
          variant="default"
          size="xs"
          loading={stop.isPending}
          onClick={() => {
            stop.mutate(input);
          }}
        >
          Stop
        </Button>
      )}
      {(job.state === 'stopped' || job.state === 'failed') && (
        <Button
          variant="default"
          size="xs"
          loading={resume.isPending}
          onClick={() => {
            resume.mutate(input);
          }}
        >
          Go on
        </Button>
      )}
      {job.counts.refused > 0 && (
        <Button
          variant="default"
          size="xs"
          loading={refused.isPending}
          onClick={() => {
            refused.mutate(input, {
              onSuccess: ({ fileName, csv }) => {
                saveText(fileName, csv, 'text/csv');
              },
            });
          }}
        >
          Refused rows as CSV
        </Button>
      )}
      {failure !== null && (
        <Group w="100%">
          <Trouble error={failure} />
        </Group>
      )}
    </>
  );
}
