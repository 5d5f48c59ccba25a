// Facts, each with its name: beside each other where there is room, below each other on a phone.

import { Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

export interface Fact {
  readonly name: string;
  /** Absent: nothing is kept of it. */
  readonly value: ReactNode;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactElement {
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{isNothing(value) ? <Text c="dimmed">–</Text> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function isNothing(value: ReactNode): boolean {
  return value === null || value === undefined || value === '';
}
