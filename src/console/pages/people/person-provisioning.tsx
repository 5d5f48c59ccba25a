// What iManage still lacks of a person, and how to mend it.

import { Alert, List, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Section } from '../../parts/section';
import { Sentences } from '../../parts/sentences';
import type { Person } from './person';

const REMEDIES: Readonly<Record<string, string>> = {
  userId:
    'User ID: at the identity provider, map a value without spaces and of at most 64 characters to “userId” of the iManage extension, one that nobody had before. Check it first on the page People.',
  email:
    'E-mail: give the person an address at the identity provider that nobody else here has, of at most 254 characters.',
  fullName: 'Full name: give the person a display name, or a first and last name, at the identity provider.',
};

export function PersonProvisioning({ person }: { readonly person: Person }): ReactElement {
  const { status, missing, reasons } = person.provisioning;
  const { unusableUserId, suffixedFrom } = person.ids;
  return (
    <Section title="Provisioning" lead="Whether iManage has all that it needs to hold this person.">
      {status === 'ready' ? (
        <Text>
          <IconCircleCheck size={16} aria-hidden /> Complete: iManage can hold this person.
        </Text>
      ) : (
        <Alert color="yellow" title="Something is missing: the person is not carried to iManage yet">
          <Sentences sentences={reasons} />
          <Text fw={600} mt="sm">
            How to mend it
          </Text>
          <List>
            {missing.map((name) => (
              <List.Item key={name}>{REMEDIES[name] ?? name}</List.Item>
            ))}
          </List>
          <Text mt="xs">
            The next sync then completes the person by itself. A disable is carried out always.
          </Text>
        </Alert>
      )}
      {unusableUserId !== null && (
        <Text mt="xs">
          The identity provider asked for the User ID “{unusableUserId}”, which iManage cannot hold.
        </Text>
      )}
      {suffixedFrom !== null && (
        <Text mt="xs">
          The User ID “{suffixedFrom}” was asked for, but somebody else has or had it; another one was given.
        </Text>
      )}
    </Section>
  );
}
