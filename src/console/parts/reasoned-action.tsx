// A button for something that changes: says what will happen, takes a reason, does it, and says what came of it.

import { Alert, Button, Group, Stack, Text, Textarea, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';
import { Dialogue } from './dialogue';
import { failureWords } from '../shell/failure';

/** Shorter says nothing to who reads it next year. */
const REASON_LENGTH_MIN = 3;
const REASON_LENGTH_MAX = 500;

interface ReasonedActionProps {
  readonly label: string;
  /** Where several buttons of a page have the same label: what this one is about, beginning with the label. */
  readonly fullLabel?: string;
  /** Heading of the dialogue, a question such as "Disable Marcie Davenport?" */
  readonly question: string;
  /** What will happen, in words; fields of the form, each with its `name`. */
  readonly children: ReactNode;
  /** @returns what was done, in words */
  readonly act: (reason: string, fields: FormData) => Promise<string>;
  readonly needsReason?: boolean;
  readonly button?: ButtonProps;
}

export function ReasonedAction(props: ReasonedActionProps): ReactElement {
  const [isOpen, dialogue] = useDisclosure();
  return (
    <>
      <Button
        variant="default"
        size="xs"
        {...props.button}
        aria-label={props.fullLabel}
        onClick={dialogue.open}
      >
        {props.label}
      </Button>
      <Dialogue isOpen={isOpen} onClose={dialogue.close} title={props.question}>
        <ActionForm {...props} onDone={dialogue.close} />
      </Dialogue>
    </>
  );
}

function ActionForm({
  label,
  children,
  act,
  needsReason = true,
  onDone,
}: ReasonedActionProps & { readonly onDone: () => void }): ReactElement {
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setUnderWay(true);
    setFailure(null);
    act(reason.trim(), new FormData(event.currentTarget))
      .then((message) => {
        notifications.show({ message, color: 'green' });
        onDone();
      })
      .catch((error: unknown) => {
        setFailure(failureWords(error));
      })
      .finally(() => {
        setUnderWay(false);
      });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text component="div">{children}</Text>
        {needsReason && (
          <Textarea
            label="Reason"
            description="Kept in the sync log under your name."
            required
            minLength={REASON_LENGTH_MIN}
            maxLength={REASON_LENGTH_MAX}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        )}
        {failure !== null && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={isUnderWay}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
