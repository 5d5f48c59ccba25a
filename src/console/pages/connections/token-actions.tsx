// What can be done with one token: set when it ends, or end it at once.

import { NativeSelect, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { fieldText } from '../../parts/form-field';
import { useFreshDo } from '../../parts/fresh';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import type { Connection } from './connection-state';
import { EXPIRY_CHOICES, EXPIRY_DEFAULT, expiryMoment } from './expiry';
import { tokenName, type Token } from './token-end';

interface OneToken {
  readonly connection: Connection;
  readonly token: Token;
}

const SOON = [
  { value: '1', label: 'in one day' },
  { value: '7', label: 'in seven days' },
  { value: '30', label: 'in 30 days' },
] as const;

export function ExpireAction({ connection, token }: OneToken): ReactElement {
  const { act, dialogue } = useFreshDo('connections.expire');
  return (
    <>
      <ReasonedAction
        label="Set end"
        question={`When does the token ${tokenName(token)} end?`}
        needsReason={false}
        act={async (_reason, fields) => {
          const expires = expiryMoment(fieldText(fields, 'expires'));
          const { words } = await act({ connection: connection.id, token: token.id, expires });
          return words;
        }}
      >
        <Text mb="sm">Until then it opens what it opens now. {token.words}</Text>
        <NativeSelect
          name="expires"
          label="It ends"
          data={[...SOON, ...EXPIRY_CHOICES]}
          defaultValue={EXPIRY_DEFAULT}
          data-autofocus
        />
      </ReasonedAction>
      {dialogue}
    </>
  );
}

export function RevokeAction({
  connection,
  token,
  isLast,
}: OneToken & { readonly isLast: boolean }): ReactElement {
  const { mutateAsync } = useDo('connections.revoke');
  return (
    <ReasonedAction
      label="Revoke"
      question={`Revoke the token ${tokenName(token)} of ${connection.name}?`}
      needsReason={false}
      button={{ color: 'red', variant: 'light' }}
      act={async () => {
        const { words } = await mutateAsync({ connection: connection.id, token: token.id });
        return words;
      }}
    >
      <Text>
        It opens nothing any more within a second, and for good.{' '}
        {isLast
          ? 'It is the only live one: until the identity provider has a new token nothing comes in, and whoever leaves the firm meanwhile is not disabled.'
          : 'The other live token goes on.'}
      </Text>
    </ReasonedAction>
  );
}
