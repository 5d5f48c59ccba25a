// Makes a second token beside the first, shows it once, and says how the first one is taken out of use.

import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { Dialogue } from '../../parts/dialogue';
import { fieldText } from '../../parts/form-field';
import { useFreshDo } from '../../parts/fresh';
import type { Answer } from '../../shell/api';
import { failureWords } from '../../shell/failure';
import { liveTokens, type Connection } from './connection-state';
import { EXPIRY_CHOICES, EXPIRY_DEFAULT, expiryMoment, OVERLAP_CHOICES, overlapMoment } from './expiry';
import { MadeToken } from './made-token';

const LIVE_MAX = 2;

interface OneConnection {
  readonly connection: Connection;
}

export function RotateAction({ connection }: OneConnection): ReactElement {
  const [isOpen, dialogue] = useDisclosure();
  const isFull = liveTokens(connection).length >= LIVE_MAX;
  return (
    <Stack gap={2} align="flex-start">
      <Button disabled={isFull} size="xs" onClick={dialogue.open}>
        New token
      </Button>
      {isFull && <Text size="sm">Two are live already: revoke the older one first.</Text>}
      <Dialogue
        isOpen={isOpen}
        onClose={dialogue.close}
        title={`A new token for ${connection.name}`}
        isWide
        isKept
      >
        <Rotation connection={connection} onDone={dialogue.close} />
      </Dialogue>
    </Stack>
  );
}

function Rotation({ connection, onDone }: OneConnection & { readonly onDone: () => void }): ReactElement {
  const [made, setMade] = useState<Answer<'connections.rotate'> | null>(null);
  if (made === null) return <RotateForm connection={connection} onMade={setMade} />;
  return (
    <Stack>
      <MadeToken made={made} />
      <Text>
        Paste it at the identity provider and test the connection there. Once “Last used” of the new token
        shows that it came in, revoke the old one here.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>I have stored it</Button>
      </Group>
    </Stack>
  );
}

interface RotateFormProps extends OneConnection {
  readonly onMade: (made: Answer<'connections.rotate'>) => void;
}

function RotateForm({ connection, onMade }: RotateFormProps): ReactElement {
  const { act, dialogue } = useFreshDo('connections.rotate');
  const [failure, setFailure] = useState<string | null>(null);
  const hasOld = liveTokens(connection).length > 0;
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const oldEnds = overlapMoment(fieldText(fields, 'old'));
    setFailure(null);
    act({
      connection: connection.id,
      expires: expiryMoment(fieldText(fields, 'expires')),
      ...(oldEnds === undefined ? {} : { oldEnds }),
    })
      .then(onMade)
      .catch((error: unknown) => {
        setFailure(failureWords(error));
      });
  };
  return (
    <>
      <form onSubmit={submit}>
        <Stack>
          {hasOld && (
            <Text>
              The token that is live goes on beside the new one, so that nothing is missed meanwhile.
            </Text>
          )}
          <NativeSelect
            name="expires"
            label="The new token ends"
            data={[...EXPIRY_CHOICES]}
            defaultValue={EXPIRY_DEFAULT}
            data-autofocus
          />
          {hasOld && <NativeSelect name="old" label="The old token" data={[...OVERLAP_CHOICES]} />}
          {failure !== null && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button type="submit">Make the token</Button>
          </Group>
        </Stack>
      </form>
      {dialogue}
    </>
  );
}
