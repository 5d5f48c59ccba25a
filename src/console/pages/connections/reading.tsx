// How strictly the requests of a connection are read: the profile, and each tolerance where it differs.

import { Alert, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { WideTable } from '../../parts/wide-table';
import { useAsk, useDo, type Answer, type Input } from '../../shell/api';
import { failureWords } from '../../shell/failure';
import { useMay } from '../../shell/signed-in';
import type { Connection } from './connection-state';
import { PageSection } from './page-section';

type Details = Answer<'connections.show'>;
type Switch = Omit<Input<'connections.profile'>, 'connection'>;
type Choose = (change: Switch) => void;

const PROFILES = [
  { value: 'default', label: 'Tolerant: what is meant is understood' },
  { value: 'strict', label: 'Strict: only what the standard has' },
] as const;

const LETTING = { allow: 'understood', refuse: 'refused' } as const;

export function Reading({ connection }: { readonly connection: Connection }): ReactElement {
  const details = useAsk('connections.show', { connection: connection.id });
  const { mutate, isPending } = useDo('connections.profile');
  const choose: Choose = (change) => {
    mutate(
      { connection: connection.id, ...change },
      {
        onSuccess: () => {
          notifications.show({ message: 'Changed; it holds for the next request.', color: 'green' });
        },
        onError: (error) => {
          notifications.show({ message: failureWords(error), color: 'red', autoClose: false });
        },
      },
    );
  };
  return (
    <PageSection
      title="How strictly it is read"
      lead="Identity providers differ from the standard in known ways. Each is understood, and named in the sync log, unless you have it refused."
    >
      <Answered query={details}>
        {(shown) => <Switches details={shown} isBusy={isPending} onChoose={choose} />}
      </Answered>
    </PageSection>
  );
}

interface SwitchesProps {
  readonly details: Details;
  readonly isBusy: boolean;
  readonly onChoose: Choose;
}

function Switches({ details, isBusy, onChoose }: SwitchesProps): ReactElement {
  const isAdmin = useMay('admin');
  const { connection, tolerances, differences } = details;
  return (
    <Stack>
      <NativeSelect
        label="Profile"
        maw="26rem"
        disabled={!isAdmin || isBusy}
        data={[
          ...PROFILES,
          ...(connection.origin === 'file'
            ? [{ value: 'configured', label: 'As the configuration file says' }]
            : []),
        ]}
        value={connection.profile}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChoose({ profile: value as NonNullable<Switch['profile']> });
        }}
      />
      {differences.length > 0 && (
        <Alert color="blue" title="A change made here wins over the configuration file">
          {differences.map((words) => (
            <Text key={words}>{words}</Text>
          ))}
        </Alert>
      )}
      <WideTable
        label={`Tolerances of ${connection.name}`}
        headings={['Tolerance', 'To be sent instead', 'Is']}
        minWidth={520}
      >
        {tolerances.map((tolerance) => (
          <ToleranceLine
            key={tolerance.name}
            tolerance={tolerance}
            isLocked={!isAdmin || isBusy}
            onChoose={onChoose}
          />
        ))}
      </WideTable>
    </Stack>
  );
}

interface ToleranceLineProps {
  readonly tolerance: Details['tolerances'][number];
  readonly isLocked: boolean;
  readonly onChoose: Choose;
}

function ToleranceLine({ tolerance, isLocked, onChoose }: ToleranceLineProps): ReactElement {
  const { name, instead, now, byProfile, isSwitched } = tolerance;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <InnerLink to={`/log?${new URLSearchParams({ tolerance: name }).toString()}`}>{name}</InnerLink>
      </Table.Th>
      <Table.Td>{instead}</Table.Td>
      <Table.Td w="14rem">
        <NativeSelect
          size="xs"
          aria-label={`Tolerance ${name}`}
          disabled={isLocked}
          data={[
            { value: 'profile', label: `${LETTING[byProfile]} (by profile)` },
            { value: 'allow', label: 'understood (set here)' },
            { value: 'refuse', label: 'refused (set here)' },
          ]}
          value={isSwitched ? now : 'profile'}
          onChange={(event) => {
            onChoose({ tolerances: { [name]: event.currentTarget.value as 'allow' | 'refuse' | 'profile' } });
          }}
        />
      </Table.Td>
    </Table.Tr>
  );
}
