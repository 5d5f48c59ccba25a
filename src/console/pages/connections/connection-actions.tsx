// Renames or removes a connection that was made here.

import { Text, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useLocation } from 'wouter';
import { fieldText } from '../../parts/form-field';
import { ReasonedAction } from '../../parts/reasoned-action';
import { useDo } from '../../shell/api';
import { liveTokens, type Connection } from './connection-state';

interface OneConnection {
  readonly connection: Connection;
}

/** As the gateway takes it, so that a mistake shows while one types. */
export const NAME_PATTERN = '[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}';
export const NAME_HELP = '1 to 64 letters, digits, dots, hyphens and underscores, such as okta-london';

export function RenameAction({ connection: { id, name } }: OneConnection): ReactElement {
  const { mutateAsync } = useDo('connections.rename');
  const [, navigate] = useLocation();
  return (
    <ReasonedAction
      label="Rename"
      question={`Rename ${name}?`}
      needsReason={false}
      act={async (_reason, fields) => {
        const { words } = await mutateAsync({ connection: id, name: fieldText(fields, 'name') });
        // The address may have the old name.
        navigate(`/connections/${encodeURIComponent(id)}`, { replace: true });
        return words;
      }}
    >
      <Text mb="sm">
        Its tokens stay as they are; nothing changes at the identity provider. What is in the sync log already
        keeps the old name.
      </Text>
      <TextInput
        name="name"
        label="New name"
        description={NAME_HELP}
        pattern={NAME_PATTERN}
        defaultValue={name}
        required
        data-autofocus
      />
    </ReasonedAction>
  );
}

export function RemoveAction({ connection }: OneConnection): ReactElement {
  const { mutateAsync } = useDo('connections.remove');
  const [, navigate] = useLocation();
  const live = liveTokens(connection).length;
  return (
    <ReasonedAction
      label="Remove"
      question={`Remove ${connection.name}?`}
      needsReason={false}
      button={{ color: 'red', variant: 'light' }}
      act={async () => {
        const { words } = await mutateAsync({ connection: connection.id });
        navigate('/connections');
        return words;
      }}
    >
      <Text>
        {live === 0
          ? 'It has no live token; nothing can come from it already.'
          : `Its ${live === 1 ? 'token opens' : `${live} tokens open`} nothing any more within a second: whoever leaves the firm from then on is no longer disabled by it.`}{' '}
        People and groups stay as they are, and what it did stays in the sync log. This cannot be undone.
      </Text>
    </ReasonedAction>
  );
}
