// Signs somebody in: with the organisation's own sign-in where there is one, or with the admin token.

import { Alert, Anchor, Button, Center, Divider, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { SIGN_IN_PROBLEMS, type SignInProblem } from '../../admin/contract/session';
import { BASE } from './base';
import type { Session } from './session';
import { TokenForm } from './token-form';

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
          <SignInWithToken />
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

function SignInWithToken(): ReactElement {
  return (
    <TokenForm
      label="Sign in"
      isMainWay={false}
      description="Shown once at the gateway’s first start, or set as ADMIN_TOKEN."
      taken={
        <Alert color="red" role="alert">
          The token is right, but this browser kept no sign-in: some keep it over https alone. Open the
          console by https, or with another browser.
        </Alert>
      }
    >
      <Text size="sm" c="dimmed">
        Lost it? Set another ADMIN_TOKEN and start the gateway again; see{' '}
        <Anchor href={`${BASE}/docs`}>the documentation of the API</Anchor> for everything else.
      </Text>
    </TokenForm>
  );
}
