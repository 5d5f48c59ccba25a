// The later steps of the wizard, once the connection is made. Knows nothing of the order in which they come.

import { Alert, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { CopyField } from '../../parts/copy-field';
import { InnerLink } from '../../parts/links';
import { useAsk, type Answer } from '../../shell/api';
import type { Connection } from './connection-state';
import { Guide } from './guide';
import { MadeToken } from './made-token';
import { Waiting } from './waiting';

interface StepProps {
  readonly connection: Connection;
  readonly onNext: () => void;
}

interface TokenStepProps extends StepProps {
  /** Null after the page was loaded again. */
  readonly made: Answer<'connections.create'> | null;
}

export function TokenStep({ connection, made, onNext }: TokenStepProps): ReactElement {
  const [isStored, setStored] = useState(false);
  const guide = useAsk('connections.guide', { kind: connection.kind });
  useWarningBeforeLeaving(made !== null && !isStored);
  return (
    <Stack>
      <Title order={2} size="h4">
        Base URL and token of {connection.name}
      </Title>
      {guide.data !== undefined && <CopyField label="Base URL" text={guide.data.baseUrl} />}
      {made === null ? (
        <TokenGone connection={connection} />
      ) : (
        <>
          <MadeToken made={made} />
          <Checkbox
            label="I have copied the token to where it is needed"
            checked={isStored}
            onChange={(event) => {
              setStored(event.currentTarget.checked);
            }}
          />
        </>
      )}
      <Group>
        <Button disabled={made !== null && !isStored} onClick={onNext}>
          Next: at the identity provider
        </Button>
      </Group>
    </Stack>
  );
}

function TokenGone({ connection }: Pick<StepProps, 'connection'>): ReactElement {
  return (
    <Alert color="orange" title="The token was shown already">
      It is shown once only, and the page was loaded again since. If you do not have it, make a new token on{' '}
      <InnerLink to={`/connections/${encodeURIComponent(connection.id)}`}>
        the page of the connection
      </InnerLink>{' '}
      and revoke this one.
    </Alert>
  );
}

/** By the browser itself: a token that is shown once is lost with the page. */
function useWarningBeforeLeaving(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return undefined;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [isNeeded]);
}

export function SetupStep({ connection, onNext }: StepProps): ReactElement {
  return (
    <Stack>
      <Title order={2} size="h4">
        At {connection.kindName}
      </Title>
      <Guide kind={connection.kind} order={3} />
      <Group>
        <Button onClick={onNext}>Next: wait for the first contact</Button>
      </Group>
    </Stack>
  );
}

export function ContactStep({ connection }: Pick<StepProps, 'connection'>): ReactElement {
  return (
    <Stack>
      <Title order={2} size="h4">
        First contact of {connection.name}
      </Title>
      <Text>
        Press “Test connection” at {connection.kindName}, then assign one person there. It shows here within
        two seconds; you may also leave this page and come back.
      </Text>
      <Waiting connection={connection.id} />
      <Group>
        <Button variant="default" component={Link} href={`/connections/${encodeURIComponent(connection.id)}`}>
          To the connection
        </Button>
        <Button
          variant="default"
          component={Link}
          href={`/log?${new URLSearchParams({ connection: connection.name }).toString()}`}
        >
          Its rows in the sync log
        </Button>
      </Group>
    </Stack>
  );
}
