// One group: what it is, what an admin must know of it, and who is in it.

import { Box, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useParams } from 'wouter';
import { Answered } from '../../parts/answered';
import { Facts, type Fact } from '../../parts/facts';
import { GroupLink, InnerLink, groupLogPath } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { Sentences } from '../../parts/sentences';
import { teamWords } from '../../parts/team-words';
import { useAsk, type Answer } from '../../shell/api';
import { GroupMembers } from './group-members';

type Shown = Answer<'groups.show'>;

export function GroupPage(): ReactElement {
  const { group } = useParams<{ group: string }>();
  const shown = useAsk('groups.show', { group });
  return (
    <>
      <InnerLink to="/groups">All groups</InnerLink>
      <Answered query={shown} lines={8}>
        {(data) => (
          <>
            <PageHead title={data.name} lead={leadOf(data)} />
            <Section
              title="What it is"
              actions={<InnerLink to={groupLogPath(data.id)}>Its changes in the sync log</InnerLink>}
            >
              <Box mb="md">
                <Sentences sentences={data.words} />
              </Box>
              <Facts facts={factsOf(data)} />
            </Section>
            <GroupMembers group={data.id} />
          </>
        )}
      </Answered>
    </>
  );
}

function leadOf(group: Shown): string {
  return [
    group.library === null ? 'Global group' : `Group of the library ${group.library}`,
    ...teamWords(group),
  ].join(' · ');
}

function factsOf(group: Shown): readonly Fact[] {
  const code = (text: string): ReactNode => <span className="code">{text}</span>;
  return [
    { name: 'Members', value: group.members.toLocaleString() },
    { name: 'Of these, disabled', value: group.disabledMembers.toLocaleString() },
    { name: 'Deleted people whom iManage keeps in it', value: group.deletedMembers.toLocaleString() },
    { name: 'Group ID in iManage', value: code(group.groupId) },
    {
      name: 'Groups inside it',
      value: group.nestedGroups.length === 0 ? null : <Nested groups={group.nestedGroups} />,
    },
    {
      name: 'Id at the identity provider (externalId)',
      value: group.externalId === null ? null : code(group.externalId),
    },
    { name: 'Id in this gateway (SCIM id)', value: code(group.id) },
    { name: 'Created', value: <Moment at={group.created} /> },
    { name: 'Last changed', value: <Moment at={group.lastModified} /> },
    ...(group.deletedAt === null ? [] : [{ name: 'Deleted', value: <Moment at={group.deletedAt} /> }]),
  ];
}

function Nested({ groups }: { readonly groups: Shown['nestedGroups'] }): ReactElement {
  return (
    <>
      {groups.map(({ id, name }) => (
        <Text key={id}>
          <GroupLink id={id} name={name} />
        </Text>
      ))}
    </>
  );
}
