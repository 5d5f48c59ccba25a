// What the charts of people count as what, for who asks.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts';
import type { DaysMeaning } from './days';

export function Meaning({ meaning }: { readonly meaning: DaysMeaning }): ReactElement {
  const { seats, joiners, movers, leavers, returns } = meaning;
  return (
    <details>
      <Text component="summary" size="sm" mb="xs">
        What is counted
      </Text>
      <Facts
        facts={[
          { name: 'Seats', value: seats },
          { name: 'Joiners', value: joiners },
          { name: 'Movers', value: movers },
          { name: 'Leavers', value: leavers },
          { name: 'Returned', value: returns },
        ]}
      />
    </details>
  );
}
