// A person in a list: the name leads to their page, the User ID stands below it.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { PersonLink } from './links';

interface Named {
  readonly id: string;
  /** Empty while there is none. */
  readonly userId: string;
  readonly userName: string;
  readonly fullName: string;
}

export function PersonName({
  person: { id, userId, userName, fullName },
}: {
  readonly person: Named;
}): ReactElement {
  return (
    <>
      <PersonLink id={id} name={fullName === '' ? userName : fullName} />
      <Text size="xs" c="dimmed" className="code">
        {userId === '' ? 'no User ID' : userId}
      </Text>
    </>
  );
}
