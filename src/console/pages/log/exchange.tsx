// One request and what it was answered, as texts to read and to copy; secrets were taken out before they were kept.

import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Answer } from '../../shell/api';

type Shown = Answer<'log.request'>['exchanges'][number];

export function Exchange({ exchange }: { readonly exchange: Shown }): ReactElement {
  const { method, url, status, durationMs, request, answer } = exchange;
  return (
    <Stack gap="sm">
      <Text className="code" size="sm">
        {method} {url}
      </Text>
      <Text size="sm">
        Answered {status} after {Math.round(durationMs)} ms. Secrets are left out.
      </Text>
      <Body label="Request" text={request} none="It had no body, or it was not kept." />
      <Body label="Answer" text={answer} none="It had no body, or it was not kept." />
    </Stack>
  );
}

interface BodyProps {
  readonly label: string;
  readonly text: string | null;
  readonly none: string;
}

function Body({ label, text, none }: BodyProps): ReactElement {
  const { shown, isWhole } = readable(text);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        {shown !== null && (
          <CopyButton value={shown}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-xs" onClick={copy}>
                {copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      {shown === null ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <pre className="code exchange-body" tabIndex={0} role="region" aria-label={`${label}, as text`}>
          {shown}
        </pre>
      )}
      {!isWhole && (
        <Text size="sm" c="dimmed">
          It was longer than what is kept; this is its beginning.
        </Text>
      )}
    </div>
  );
}

interface Readable {
  readonly shown: string | null;
  readonly isWhole: boolean;
}

function readable(text: string | null): Readable {
  if (text === null || text === '') return { shown: null, isWhole: true };
  try {
    return { shown: JSON.stringify(JSON.parse(text), null, 2), isWhole: true };
  } catch {
    return { shown: text, isWhole: false };
  }
}
