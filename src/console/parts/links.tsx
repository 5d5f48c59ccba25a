// Links to what pages show: a person, a group, a request, a place in the sync log. What comes from data is escaped here.

import { Anchor } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';

interface InnerLinkProps {
  /** A path of the console. */
  readonly to: string;
  readonly children: ReactNode;
}

export function InnerLink({ to, children }: InnerLinkProps): ReactElement {
  return (
    <Anchor component={Link} href={to} inherit>
      {children}
    </Anchor>
  );
}

interface NamedProps {
  readonly id: string;
  readonly name: string;
}

export function PersonLink({ id, name }: NamedProps): ReactElement {
  return <InnerLink to={personPath(id)}>{name}</InnerLink>;
}

export function GroupLink({ id, name }: NamedProps): ReactElement {
  return <InnerLink to={`/groups/${encodeURIComponent(id)}`}>{name}</InnerLink>;
}

function personPath(id: string): string {
  return `/people/${encodeURIComponent(id)}`;
}

/** One row of the sync log, opened. */
export function logRowPath(event: string): string {
  return `/log?${new URLSearchParams({ row: event }).toString()}`;
}

/** The sync log of one person. */
export function personLogPath(person: string): string {
  return `/log?${new URLSearchParams({ person }).toString()}`;
}

/** The sync log of one group. */
export function groupLogPath(group: string): string {
  return `/log?${new URLSearchParams({ group }).toString()}`;
}
