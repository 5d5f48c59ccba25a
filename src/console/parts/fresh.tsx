// What gives others access is asked for soon after the sign-in: shows who one is once more, then does what was asked.

import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useDo, type Answer, type AnswerName, type Input } from '../shell/api';
import { failureWords, hasProblem } from '../shell/failure';
import { SESSION_KEY, signInWithToken, useSessionQuery } from '../shell/session';
import { Dialogue } from './dialogue';

interface FreshDo<N extends AnswerName> {
  /** As `useDo` does it; where the sign-in is too long ago, again after it. */
  readonly act: (input: Input<N>) => Promise<Answer<N>>;
  /** To be drawn where the action is. */
  readonly dialogue: ReactElement;
}

type Decide = (isFresh: boolean) => void;

export function useFreshDo<N extends AnswerName>(name: N): FreshDo<N> {
  const { mutateAsync } = useDo(name);
  const [decide, setDecide] = useState<Decide | null>(null);
  const asked = async (): Promise<boolean> => {
    const isFresh = await new Promise<boolean>((resolve) => {
      setDecide(() => resolve);
    });
    setDecide(null);
    return isFresh;
  };
  const act = async (input: Input<N>): Promise<Answer<N>> => {
    try {
      return await mutateAsync(input);
    } catch (error) {
      if (!hasProblem(error, 'reauthenticate') || !(await asked())) throw error;
      return mutateAsync(input);
    }
  };
  return { act, dialogue: <SignInAgain decide={decide} /> };
}

function SignInAgain({ decide }: { readonly decide: Decide | null }): ReactElement {
  const session = useSessionQuery();
  const oidc = session.data?.how === 'oidc' ? session.data.methods.oidc : null;
  return (
    <Dialogue isOpen={decide !== null} onClose={() => decide?.(false)} title="Sign in once more">
      <Stack>
        <Text>
          This gives somebody access to iManage, and your sign-in was a while ago. Show once more who you are.
        </Text>
        {oidc === null ? (
          <TokenForm onDone={() => decide?.(true)} />
        ) : (
          <>
            <Text size="sm">You come back to this page; then do it once more.</Text>
            <Button component="a" href={againUrl(oidc.startUrl)}>
              {oidc.label}
            </Button>
          </>
        )}
      </Stack>
    </Dialogue>
  );
}

function againUrl(startUrl: string): string {
  const { pathname, search } = window.location;
  return `${startUrl}?${new URLSearchParams({ next: pathname + search, fresh: '1' }).toString()}`;
}

function TokenForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const [token, setToken] = useState('');
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: async () => {
      await signInWithToken(token.trim());
      await queries.invalidateQueries({ queryKey: SESSION_KEY });
    },
    onSuccess: onDone,
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
        <Button type="submit" loading={signIn.isPending}>
          Sign in and go on
        </Button>
      </Stack>
    </form>
  );
}
