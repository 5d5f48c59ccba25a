// Takes away what is left of people who may not sign in any more: what it would take is shown first, person by person.

import { List, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useDo, usePreview, type Answer, type Input } from '../shell/api';
import { Answered } from './answered';
import { ReasonedAction } from './reasoned-action';
import { Sentences } from './sentences';

type Of = Pick<Input<'people.cleanUp'>, 'people' | 'everybody'>;

interface CleanUpActionProps {
  readonly of: Of;
  readonly label: string;
  readonly question: string;
  readonly isOff?: boolean;
  /** With the run, by which it is undone. */
  readonly onDone?: (run: string) => void;
}

export function CleanUpAction({
  of,
  label,
  question,
  isOff = false,
  onDone,
}: CleanUpActionProps): ReactElement {
  const cleanUp = useDo('people.cleanUp');
  return (
    <ReasonedAction
      label={label}
      question={question}
      button={{ size: 'sm', disabled: isOff }}
      act={async (reason) => {
        const { run, done, undo } = await cleanUp.mutateAsync({ ...of, reason });
        if (run !== null) onDone?.(run);
        return [...done, undo].join(' ');
      }}
    >
      <Foreseen of={of} />
    </ReasonedAction>
  );
}

/** Named one by one; the others are counted. */
const NAMED_MAX = 20;

function Foreseen({ of }: { readonly of: Of }): ReactElement {
  const query = usePreview('people.cleanUp', { ...of, reason: 'only a preview', preview: true });
  return (
    <Answered query={query}>
      {({ done, people, isMore }) => (
        <Stack gap="sm">
          <Text fw={600}>What will happen</Text>
          <Sentences sentences={done} />
          <List spacing={4} size="sm">
            {people.slice(0, NAMED_MAX).map((each) => (
              <List.Item key={each.person.id}>{personWords(each)}</List.Item>
            ))}
          </List>
          {people.length > NAMED_MAX && <Text size="sm">and {people.length - NAMED_MAX} more people</Text>}
          {isMore && (
            <Text size="sm">There are more people than one clean-up takes; clean up again afterwards.</Text>
          )}
          <Text size="sm" c="dimmed">
            Nobody’s global sign-in is touched, and all of it can be undone.
          </Text>
        </Stack>
      )}
    </Answered>
  );
}

function personWords({
  person,
  groups,
  libraries,
  left,
}: Answer<'people.cleanUp'>['people'][number]): string {
  const parts = [
    ...(groups.length === 0 ? [] : [`leaves ${groups.join(', ')}`]),
    ...(libraries.length === 0 ? [] : [`is disabled in ${libraries.join(', ')}`]),
    ...left.map((each) => `what stays: ${each}`),
  ];
  const name = person.fullName === '' ? person.userName : person.fullName;
  return `${name}: ${parts.length === 0 ? 'nothing is left' : parts.join('; ')}`;
}
