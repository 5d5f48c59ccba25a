// Says what went wrong and what to do, with a button to try again where that can help.

import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { failureWords } from '../shell/failure';

interface TroubleProps {
  /** What was thrown, or a sentence. */
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function Trouble({ error, onRetry }: TroubleProps): ReactElement {
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} my="md">
      <Group justify="space-between">
        <span>{typeof error === 'string' ? error : failureWords(error)}</span>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
