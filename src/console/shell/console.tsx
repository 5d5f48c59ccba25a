// Decides what the page shows at all: the sign-in, or the console for one customer. Knows no page by itself.

import { Center, Loader } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { Trouble } from '../parts/trouble';
import { Frame } from './frame';
import { useSessionQuery, type Session } from './session';
import { SignInPage } from './sign-in-page';
import { SignedInProvider } from './signed-in';

export function Console(): ReactElement {
  const session = useSessionQuery();
  if (session.data === undefined)
    return session.isError ? (
      <Trouble error={session.error} onRetry={() => void session.refetch()} />
    ) : (
      <Center h="100vh">
        <Loader aria-label="Loading" />
      </Center>
    );
  return session.data.signedIn ? (
    <ForOneCustomer session={session.data} />
  ) : (
    <SignInPage methods={session.data.methods} />
  );
}

function ForOneCustomer({ session }: { readonly session: Session }): ReactElement {
  const [chosen, choose] = useLocalStorage({ key: 'customer', defaultValue: '' });
  const { customers, csrf } = session;
  const customer = customers.find(({ id }) => id === chosen) ?? customers[0];
  if (customer === undefined)
    return (
      <Trouble error="You are signed in, but no customer of this gateway is yours. Ask whoever runs it to give your account a role." />
    );
  return (
    <SignedInProvider value={{ name: session.name ?? '', csrf, customer, customers, chooseCustomer: choose }}>
      <Frame key={customer.id} />
    </SignedInProvider>
  );
}
