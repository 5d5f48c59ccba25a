// Asks for the admin token and signs in with it. Knows nothing of what the sign-in is for.

import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';
import { failureWords } from './failure';
import { SESSION_KEY, signInWithToken } from './session';

interface TokenFormProps {
  /** On the button. */
  readonly label: string;
  readonly isMainWay: boolean;
  readonly description?: string;
  /** Called when the gateway has taken the token. */
  readonly onDone?: () => void;
  /** Shown once it has taken the token, where the form is still there to show it. */
  readonly taken?: ReactNode;
  readonly children?: ReactNode;
}

export function TokenForm(props: TokenFormProps): ReactElement {
  const [token, setToken] = useState('');
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: async () => {
      await signInWithToken(token.trim());
      await queries.invalidateQueries({ queryKey: SESSION_KEY });
    },
    onSuccess: () => props.onDone?.(),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // Events of a dialogue reach the form in which it is drawn, too.
    event.stopPropagation();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <PasswordInput
          label="Admin token"
          description={props.description}
          autoComplete="current-password"
          required
          data-autofocus
          value={token}
          onChange={(event) => {
            setToken(event.currentTarget.value);
          }}
        />
        {signIn.isError && (
          <Alert color="red" role="alert">
            {failureWords(signIn.error)}
          </Alert>
        )}
        {signIn.isSuccess && props.taken}
        <Button type="submit" loading={signIn.isPending} variant={props.isMainWay ? 'filled' : 'default'}>
          {props.label}
        </Button>
        {props.children}
      </Stack>
    </form>
  );
}
