// Several sentences as a list; one alone as itself.

import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';

export function Sentences({ sentences }: { readonly sentences: readonly string[] }): ReactElement | null {
  const [first] = sentences;
  if (first === undefined) return null;
  if (sentences.length === 1) return <Text>{first}</Text>;
  return (
    <List spacing={4}>
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}
