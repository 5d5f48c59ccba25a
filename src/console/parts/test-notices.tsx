// Sends a test notice to each place that alerts are sent to, and shows what came of it.

import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Dialogue } from './dialogue';
import { useDo } from '../shell/api';
import { failureWords } from '../shell/failure';

export function TestNotices(): ReactElement {
  const test = useDo('notices.test');
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconBell size={16} aria-hidden />}
        loading={test.isPending}
        onClick={() => {
          test.mutate({});
        }}
      >
        Send a test notice
      </Button>
      <Dialogue isOpen={test.isSuccess || test.isError} onClose={test.reset} title="Test notice">
        {test.isError && <Alert color="red">{failureWords(test.error)}</Alert>}
        {test.data !== undefined && (
          <Stack>
            {test.data.says !== '' && <Text>{test.data.says}</Text>}
            <List>
              {test.data.outcomes.map(({ target, name, to, sent, says }) => (
                <List.Item key={target}>
                  <strong>
                    {name} ({to}): {sent ? 'sent' : 'not sent'}.
                  </strong>{' '}
                  {says}
                </List.Item>
              ))}
            </List>
          </Stack>
        )}
      </Dialogue>
    </>
  );
}
