// A person as they are now: sign-in, libraries, groups, identity, and what is missing or left.

import { Alert, Group, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Facts, type Fact } from '../../parts/facts';
import { InnerLink, logRowPath } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { Section } from '../../parts/section';
import { Sentences } from '../../parts/sentences';
import { SignInStatus } from '../../parts/sign-in-status';
import { TeamsTable } from './teams-table';
import type { Person } from './person';
import { PersonLibraries } from './person-libraries';
import { PersonProvisioning } from './person-provisioning';

export function PersonNow({ person }: { readonly person: Person }): ReactElement {
  return (
    <>
      <SignIn person={person} />
      <PersonProvisioning person={person} />
      <Residue person={person} />
      <PersonLibraries person={person} />
      <Section title="Groups" lead="Whom the person works with; a group opens what it may open in iManage.">
        <TeamsTable teams={person.groups} empty="The person is in no group." />
      </Section>
      <Section title="Identity">
        <Facts facts={identityOf(person)} />
      </Section>
    </>
  );
}

function SignIn({
  person: { signIn, seat, disabled, deleted, returnApprovedUntil },
}: {
  readonly person: Person;
}): ReactElement {
  return (
    <Section title="Sign-in">
      <Group mb="xs" fw={600}>
        <SignInStatus status={signIn.status} />
        {signIn.locked && <Text fw={600}>Locked</Text>}
      </Group>
      <Sentences sentences={[...signIn.words, seat.words]} />
      <HappeningLine label="Disabled" happening={disabled} />
      <HappeningLine label="Deleted" happening={deleted} />
      {returnApprovedUntil !== null && (
        <Text mt="xs">
          A return is approved until <Moment at={returnApprovedUntil} />.
        </Text>
      )}
    </Section>
  );
}

interface HappeningLineProps {
  readonly label: string;
  readonly happening: Person['disabled'];
}

function HappeningLine({ label, happening }: HappeningLineProps): ReactNode {
  if (happening === null) return null;
  return (
    <Text mt="xs">
      {label} <Moment at={happening.at} /> by {happening.by} ({happening.client});{' '}
      <InnerLink to={logRowPath(happening.event)}>see it in the sync log</InnerLink>.
    </Text>
  );
}

function Residue({ person: { residue } }: { readonly person: Person }): ReactElement | null {
  if (residue === null) return null;
  const isAnyLeft = residue.groups.length > 0 || residue.libraries.length > 0;
  return (
    <Section
      title="What is left"
      lead="iManage takes nothing away from somebody who may not sign in any more."
    >
      <Alert color={isAnyLeft ? 'yellow' : 'green'} mb={isAnyLeft ? 'sm' : 0}>
        <Text>{residue.words}</Text>
      </Alert>
      {residue.groups.length > 0 && <TeamsTable teams={residue.groups} empty="" />}
    </Section>
  );
}

function identityOf({ ids, ...person }: Person): readonly Fact[] {
  const code = (text: string | null): ReactNode =>
    text === null ? null : <span className="code">{text}</span>;
  return [
    { name: 'Full name', value: person.fullName },
    { name: 'User ID in iManage', value: code(ids.userId) },
    { name: 'User name (login)', value: person.userName },
    { name: 'E-mail', value: person.email },
    { name: 'Title', value: person.title },
    { name: 'Department', value: person.department },
    { name: 'Employee number', value: person.employeeNumber },
    { name: 'Location', value: person.location },
    { name: 'Kind', value: person.external ? 'External: no content by default' : 'Internal' },
    {
      name: 'Account',
      value:
        person.accountType === 'enterprise'
          ? 'Signs in through the identity provider'
          : 'Has a password of its own',
    },
    { name: 'Preferred library', value: person.preferredLibrary },
    { name: 'Id at the identity provider (externalId)', value: code(ids.externalId) },
    { name: 'Id in this gateway (SCIM id)', value: code(ids.id) },
    { name: 'Created', value: <Moment at={person.created} /> },
    { name: 'Last changed', value: <Moment at={person.lastModified} /> },
  ];
}
