// What stands around every page: menu, customer, who is signed in, colours; and one page in it. Knows no page.

import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  NavLink,
  NativeSelect,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Boundary } from '../parts/boundary';
import { Trouble } from '../parts/trouble';
import { Outage } from './outage';
import { PAGES, type Page } from './pages';
import { SESSION_KEY, signOut } from './session';
import { SIGN_IN_PATH } from './sign-in-page';
import { useMay, useSignedIn } from './signed-in';

export function Frame(): ReactElement {
  const [isMenuOpen, menu] = useDisclosure();
  return (
    <>
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
        padding="md"
      >
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group wrap="nowrap" miw={0}>
              <Burger opened={isMenuOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
              <Text fw={600} truncate>
                SCIM gateway for iManage
              </Text>
            </Group>
            <Who />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" component="nav" aria-label="Pages">
          {PAGES.map((page) => (
            <MenuLine key={page.path} page={page} onChosen={menu.close} />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1}>
          <div className="page">
            <Outage />
            <Pages />
          </div>
        </AppShell.Main>
      </AppShell>
    </>
  );
}

function MenuLine({
  page,
  onChosen,
}: {
  readonly page: Page;
  readonly onChosen: () => void;
}): ReactElement | null {
  const [location] = useLocation();
  const isAllowed = useMay(page.role ?? 'viewer');
  if (page.menu === undefined || !isAllowed) return null;
  const { label, icon: Icon } = page.menu;
  const isHere = page.path === '/' ? location === '/' : location.startsWith(page.path);
  return (
    <NavLink
      component={Link}
      href={page.path}
      label={label}
      leftSection={<Icon size={18} aria-hidden />}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={() => {
        onChosen();
        // Another page begins at its top, however far down the one before was read.
        window.scrollTo({ top: 0 });
      }}
    />
  );
}

function Pages(): ReactElement {
  const [location] = useLocation();
  return (
    <Boundary key={location}>
      <Switch>
        {PAGES.map(({ path, component }) => (
          <Route key={path} path={path} component={component} />
        ))}
        <Route path={SIGN_IN_PATH}>
          <Redirect to="/" />
        </Route>
        <Route>
          <Trouble error="There is no such page. Choose one in the menu." />
        </Route>
      </Switch>
    </Boundary>
  );
}

function Who(): ReactElement {
  const { name, csrf, customer, customers, chooseCustomer } = useSignedIn();
  const queries = useQueryClient();
  const leave = async (): Promise<void> => {
    // Where it failed, the question who is signed in tells what is so.
    await signOut(csrf).catch(() => undefined);
    await queries.resetQueries({ queryKey: SESSION_KEY });
    // By then nothing shows them any more; whoever signs in next must not see them either.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
  };
  return (
    <Group gap="xs" wrap="nowrap" flex="none">
      {customers.length > 1 && (
        <NativeSelect
          aria-label="Customer"
          data={customers.map(({ id, name: label }) => ({ value: id, label }))}
          value={customer.id}
          onChange={(event) => {
            chooseCustomer(event.currentTarget.value);
          }}
        />
      )}
      <Text size="sm" c="dimmed" visibleFrom="md" truncate maw={200}>
        {name}
      </Text>
      <ColourButton />
      <Button variant="default" size="xs" onClick={() => void leave()}>
        Sign out
      </Button>
    </Group>
  );
}

function ColourButton(): ReactElement {
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  const Icon = colorScheme === 'dark' ? IconSun : IconMoon;
  return (
    <ActionIcon variant="default" size="lg" onClick={toggleColorScheme} aria-label="Light or dark colours">
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
