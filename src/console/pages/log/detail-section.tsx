// One part of the detail of a row, with its heading, and the type of what is shown in it.

import { Title, type TitleOrder } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { Answer } from '../../shell/api';

export type LogShown = Answer<'log.show'>;

interface SectionProps {
  readonly title: string;
  readonly order: TitleOrder;
  readonly children: ReactNode;
}

export function Section({ title, order, children }: SectionProps): ReactElement {
  return (
    <section>
      <Title order={order} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
