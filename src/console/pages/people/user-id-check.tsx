// Answers whether a User ID may still be given to somebody: free, in use, or burned by whom.

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement, SyntheticEvent } from 'react';
import { Answered } from '../../parts/answered';
import { Dialogue } from '../../parts/dialogue';
import { useFilters } from '../../parts/filters';
import { PersonLink } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { useAsk, type Answer } from '../../shell/api';

export function UserIdCheck(): ReactElement {
  const { values, set, clear } = useFilters(['checkUserId']);
  const [isOpen, dialogue] = useDisclosure(values.checkUserId !== undefined);
  const close = (): void => {
    clear();
    dialogue.close();
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const asked = new FormData(event.currentTarget).get('userId');
    set({ checkUserId: typeof asked === 'string' ? asked : '' }, { replace: true });
  };
  return (
    <>
      <Button variant="default" onClick={dialogue.open}>
        Check a User ID
      </Button>
      <Dialogue isOpen={isOpen} onClose={close} title="Is this User ID free?">
        <Stack>
          <Text size="sm">
            iManage never gives a User ID to a second person, not even after the first one was deleted.
          </Text>
          <form onSubmit={submit}>
            <Group align="flex-end" wrap="nowrap">
              <TextInput
                name="userId"
                label="User ID"
                required
                maxLength={300}
                defaultValue={values.checkUserId}
                data-autofocus
                flex={1}
              />
              <Button type="submit">Check</Button>
            </Group>
          </form>
          <div aria-live="polite">
            {values.checkUserId !== undefined && <Outcome userId={values.checkUserId} />}
          </div>
        </Stack>
      </Dialogue>
    </>
  );
}

type Check = Answer<'userids.check'>;

const STATES = {
  free: { title: 'Free', colour: 'green' },
  'in use': { title: 'In use', colour: 'yellow' },
  burned: { title: 'Used before: never free again', colour: 'red' },
  unusable: { title: 'iManage cannot hold it', colour: 'red' },
} as const satisfies Readonly<Record<Check['state'], object>>;

function Outcome({ userId }: { readonly userId: string }): ReactElement {
  const check = useAsk('userids.check', { userId });
  return (
    <Answered query={check} lines={2}>
      {({ state, words, holder, deletedAt }) => (
        <Stack gap="xs">
          <Alert color={STATES[state].colour} title={STATES[state].title}>
            {words}
          </Alert>
          {holder !== null && (
            <Text>
              {deletedAt === null ? 'Held by ' : 'Was held by '}
              <PersonLink id={holder.id} name={holder.fullName} />
              {deletedAt !== null && (
                <>
                  , deleted <Moment at={deletedAt} />
                </>
              )}
              .
            </Text>
          )}
        </Stack>
      )}
    </Answered>
  );
}
