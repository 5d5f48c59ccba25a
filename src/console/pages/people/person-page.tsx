// One person: as they are now, what happened to them, and what they were at a moment of the past.

import { Tabs, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import { Answered } from '../../parts/answered';
import { useFilters } from '../../parts/filters';
import { InnerLink, personLogPath } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { useAsk } from '../../shell/api';
import { nameOf, type Person } from './person';
import { PersonActions } from './person-actions';
import { PersonNow } from './person-now';
import { PersonPast } from './person-past';
import { PersonTimeline } from './person-timeline';

export function PersonPage(): ReactElement {
  const { person } = useParams<{ person: string }>();
  const shown = useAsk('people.show', { person });
  return (
    <>
      <InnerLink to="/people">All people</InnerLink>
      <Answered query={shown} lines={8}>
        {(data) => <Whole person={data} />}
      </Answered>
    </>
  );
}

function Whole({ person }: { readonly person: Person }): ReactElement {
  const { values, set } = useFilters(['tab', 'at']);
  const { tab = 'now' } = values;
  return (
    <>
      <PageHead title={nameOf(person)} lead={leadOf(person)}>
        <PersonActions person={person} />
      </PageHead>
      <Tabs
        value={tab}
        onChange={(chosen) => {
          set({ tab: chosen === 'now' || chosen === null ? '' : chosen });
        }}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="now">Now</Tabs.Tab>
          <Tabs.Tab value="timeline">What happened</Tabs.Tab>
          <Tabs.Tab value="past">At a past date</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <PersonNow person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <PersonTimeline person={person} />
          <Text mt="md">
            <InnerLink to={personLogPath(person.id)}>
              Refused requests too: the sync log of this person
            </InnerLink>
          </Text>
        </Tabs.Panel>
        <Tabs.Panel value="past">
          <PersonPast
            person={person}
            at={values.at}
            onChoose={(at) => {
              set({ at });
            }}
          />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function leadOf({ userId, email, title, department }: Person): string {
  return [userId, email, title, department].filter((text) => text !== null && text !== '').join(' · ');
}
