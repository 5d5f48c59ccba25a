// The wizard of a new connection: what it is, its token, the setting-up at the identity provider, the first contact.

import { Group, Loader, Stack, Stepper, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useFilters, type Filters } from '../../parts/filters';
import { InnerLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Trouble } from '../../parts/trouble';
import { Answered } from '../../parts/answered';
import { useAsk, type Answer } from '../../shell/api';
import { connectionIn, type Connection } from './connection-state';
import { FORM_FIELDS, NewConnectionForm } from './new-connection-form';
import { ContactStep, SetupStep, TokenStep } from './wizard-steps';

type Made = Answer<'connections.create'>;

const STEPS = [
  { name: 'what', label: 'What it is' },
  { name: 'token', label: 'Base URL and token' },
  { name: 'setup', label: 'At the identity provider' },
  { name: 'contact', label: 'First contact' },
] as const;
type StepName = (typeof STEPS)[number]['name'];

export function NewConnectionPage(): ReactElement {
  const place = useFilters(['step', 'connection', ...FORM_FIELDS]);
  const [made, setMade] = useState<Made | null>(null);
  const at = stepAt(place);
  const go = (step: StepName): void => {
    place.set({ step });
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <PageHead title="New connection" lead="In four steps, until the first person has come.">
        <InnerLink to="/connections">All connections</InnerLink>
      </PageHead>
      <Stack gap="xl" maw="60rem">
        <Progress at={at} />
        {at === 0 ? (
          <NewConnectionForm
            onMade={(answer) => {
              setMade(answer);
              // The form is no step back to: it would make a second connection.
              place.set(
                {
                  kind: '',
                  name: '',
                  ends: '',
                  minutes: '',
                  step: 'token',
                  connection: answer.connection.id,
                },
                { replace: true },
              );
            }}
          />
        ) : (
          <MadeConnection id={place.values.connection ?? ''}>
            {(connection) => (
              <Step name={STEPS[at]?.name ?? 'contact'} connection={connection} made={made} onGo={go} />
            )}
          </MadeConnection>
        )}
      </Stack>
    </>
  );
}

function stepAt({ values }: Pick<Filters<'step' | 'connection'>, 'values'>): number {
  if (values.connection === undefined) return 0;
  return Math.max(
    1,
    STEPS.findIndex(({ name }) => name === values.step),
  );
}

function Progress({ at }: { readonly at: number }): ReactElement {
  return (
    <>
      <Stepper active={at} size="sm" allowNextStepsSelect={false} visibleFrom="sm" aria-hidden>
        {STEPS.map(({ name, label }) => (
          <Stepper.Step key={name} label={label} component="div" tabIndex={-1} />
        ))}
      </Stepper>
      <Group hiddenFrom="sm">
        <Text c="dimmed">
          Step {at + 1} of {STEPS.length}
        </Text>
      </Group>
    </>
  );
}

interface MadeConnectionProps {
  readonly id: string;
  readonly children: (connection: Connection) => ReactElement;
}

function MadeConnection({ id, children }: MadeConnectionProps): ReactElement {
  const connections = useAsk('connections.list', {});
  return (
    <Answered query={connections}>
      {({ rows }) => {
        const connection = connectionIn(rows, id);
        if (connection === undefined && connections.isFetching) return <Loader aria-label="Loading" />;
        return connection === undefined ? (
          <Trouble error="This connection is gone. Begin anew at “All connections”." />
        ) : (
          children(connection)
        );
      }}
    </Answered>
  );
}

interface StepProps {
  readonly name: StepName;
  readonly connection: Connection;
  readonly made: Made | null;
  readonly onGo: (step: StepName) => void;
}

function Step({ name, connection, made, onGo }: StepProps): ReactElement {
  if (name === 'token')
    return (
      <TokenStep
        connection={connection}
        made={made}
        onNext={() => {
          onGo('setup');
        }}
      />
    );
  if (name === 'setup')
    return (
      <SetupStep
        connection={connection}
        onNext={() => {
          onGo('contact');
        }}
      />
    );
  return <ContactStep connection={connection} />;
}
