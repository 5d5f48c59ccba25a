// A text to be carried somewhere else, with the button that copies it and says that it did.

import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactElement } from 'react';

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
}

export function CopyField({ label, text }: CopyFieldProps): ReactElement {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Text component="code" className="code copy-text">
          {text}
        </Text>
        <CopyTextButton label={label} text={text} />
      </Group>
    </div>
  );
}

export function CopyTextButton({ label, text }: CopyFieldProps): ReactElement {
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        flex="none"
        aria-label={`${clipboard.copied ? 'Copied' : 'Copy'}: ${label}`}
        leftSection={
          clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
        }
        onClick={() => {
          clipboard.copy(text);
        }}
      >
        {clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
      <VisuallyHidden role="status">{clipboard.copied ? `${label} is copied.` : ''}</VisuallyHidden>
    </>
  );
}
