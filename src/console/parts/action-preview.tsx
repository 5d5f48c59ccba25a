// Says in a dialogue what an action on a person would do, asked of the gateway before anybody decides.

import { Alert, Stack, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { usePreview, type AnswerName, type Input } from '../shell/api';
import { Answered } from './answered';
import { Sentences } from './sentences';

/** The contract asks for a reason; of a preview nothing is kept. */
const PREVIEW = { reason: 'only a preview', preview: true } as const;

type PersonAction = Extract<
  AnswerName,
  | 'people.disable'
  | 'people.enable'
  | 'people.enableLibrary'
  | 'people.disableLibrary'
  | 'people.approveReturn'
  | 'people.withdrawReturn'
>;

interface ActionPreviewProps<N extends PersonAction> {
  readonly name: N;
  readonly input: Omit<Input<N>, 'reason' | 'preview'>;
}

export function ActionPreview<N extends PersonAction>({ name, input }: ActionPreviewProps<N>): ReactElement {
  const query = usePreview<PersonAction>(name, { ...input, ...PREVIEW });
  return (
    <Answered query={query}>
      {({ done, warnings, undo }) => (
        <Foreseen will={done} warnings={warnings}>
          {undo}
        </Foreseen>
      )}
    </Answered>
  );
}

export function UndoPreview({
  input,
}: {
  readonly input: Pick<Input<'people.undo'>, 'event' | 'run'>;
}): ReactElement {
  const query = usePreview('people.undo', { ...input, ...PREVIEW });
  return (
    <Answered query={query}>
      {({ done, skipped, undo }) => (
        <Foreseen will={done} warnings={skipped}>
          {undo}
        </Foreseen>
      )}
    </Answered>
  );
}

interface ForeseenProps {
  readonly will: readonly string[];
  readonly warnings: readonly string[];
  /** How to take it back. */
  readonly children: ReactNode;
}

function Foreseen({ will, warnings, children }: ForeseenProps): ReactElement {
  return (
    <Stack gap="sm">
      <Text fw={600}>What will happen</Text>
      <Sentences sentences={will} />
      {warnings.length > 0 && (
        <Alert color="yellow" title="Mind this">
          <Sentences sentences={warnings} />
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Stack>
  );
}
