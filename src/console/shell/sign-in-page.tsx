// Signs somebody in: with the organisation's own sign-in where there is one, or with the admin token.

import {
  Alert,
  Anchor,
  Button,
  Center,
  Divider,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useSearchParams } from 'wouter';
import { SIGN_IN_PROBLEMS, type SignInProblem } from '../../admin/contract/session';
import { BASE } from './base';
import { failureWords } from './failure';
import { SESSION_KEY, signInWithToken, type Session } from './session';

/** Where the gateway leads to when somebody could not be signed in. */
export const SIGN_IN_PATH = '/sign-in';

export function SignInPage({ methods }: Pick<Session, 'methods'>): ReactElement {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="26rem" maw="100%">
        <Stack>
          <Title order={1} size="h3">
            SCIM gateway for iManage
          </Title>
          <Text c="dimmed">What the identity provider did to iManage, and who can still sign in.</Text>
          <Problem />
          {methods.oidc !== null && (
            <>
              <Button component="a" href={withNext(methods.oidc.startUrl)}>
                {methods.oidc.label}
              </Button>
              <Divider label="or" />
            </>
          )}
          <TokenForm />
        </Stack>
      </Paper>
    </Center>
  );
}

/** Why the organisation's own sign-in led back here. */
function Problem(): ReactElement | null {
  const [search] = useSearchParams();
  const problem = search.get('problem') ?? '';
  if (!Object.hasOwn(SIGN_IN_PROBLEMS, problem)) return null;
  return (
    <Alert color="red" role="alert">
      {SIGN_IN_PROBLEMS[problem as SignInProblem]}
    </Alert>
  );
}

/** Back to the page that was asked for. */
function withNext(startUrl: string): string {
  const { pathname, search } = window.location;
  const isHere = pathname === `${BASE}/admin${SIGN_IN_PATH}`;
  return `${startUrl}?next=${encodeURIComponent(isHere ? `${BASE}/admin/` : pathname + search)}`;
}

function TokenForm(): ReactElement {
  const [token, setToken] = useState('');
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: signInWithToken,
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSION_KEY }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signIn.mutate(token.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <PasswordInput
          label="Admin token"
          description="Shown once at the gateway’s first start, or set as ADMIN_TOKEN."
          autoComplete="current-password"
          required
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
        {signIn.isSuccess && (
          <Alert color="red" role="alert">
            The token is right, but this browser kept no sign-in: some keep it over https alone. Open the
            console by https, or with another browser.
          </Alert>
        )}
        <Button type="submit" loading={signIn.isPending} variant="default">
          Sign in
        </Button>
        <Text size="sm" c="dimmed">
          Lost it? Set another ADMIN_TOKEN and start the gateway again; see{' '}
          <Anchor href={`${BASE}/docs`}>the documentation of the API</Anchor> for everything else.
        </Text>
      </Stack>
    </form>
  );
}
