// Everything that is known of one row of the log, in the order in which one asks: what, why, what to do, what was sent.

import { List, Stack, Text, type TitleOrder } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Facts } from '../../parts/facts';
import { GroupLink, InnerLink, PersonLink, logRowPath, personLogPath } from '../../parts/links';
import { LogStatusBadge } from '../../parts/log-status';
import { Moment } from '../../parts/moment';
import { Section, type LogShown } from './detail-section';
import { DiffTable } from './diff-table';
import { Exchange } from './exchange';
import { Source } from './log-columns';
import { Members } from './members';
import { Meanings } from './meanings';
import { Refusal } from './refusal';

interface LogDetailProps {
  readonly detail: LogShown;
  /** Of the headings in it. */
  readonly order: TitleOrder;
}

export function LogDetail({ detail, order }: LogDetailProps): ReactElement {
  const { row, words, refusal, diff, rules, tolerances, exchange } = detail;
  return (
    <Stack gap="lg">
      {words.length > 1 && (
        <List>
          {words.map((word) => (
            <List.Item key={word}>{word}</List.Item>
          ))}
        </List>
      )}
      <Facts
        facts={[
          { name: 'Status', value: <LogStatusBadge status={row.status} httpStatus={row.httpStatus} /> },
          { name: 'When', value: <Moment at={row.at} /> },
          { name: 'Source', value: <Source row={row} /> },
          { name: 'Identity', value: <Whose detail={detail} /> },
        ]}
      />
      {refusal !== null && (
        <Section title="Why it was refused, and how to mend it" order={order}>
          <Refusal refusal={refusal} client={row.client} connection={row.connection} />
        </Section>
      )}
      {diff.length > 0 && (
        <Section title="Before and after" order={order}>
          <DiffTable diff={diff} />
        </Section>
      )}
      <Members members={detail.members} order={order} />
      <Meanings title="Rules that shaped it" filter="rule" meanings={rules} order={order} />
      <Meanings
        title="Tolerances that were applied"
        lead="The request was not quite as SCIM has it; it was understood all the same."
        filter="tolerance"
        meanings={tolerances}
        order={order}
      />
      <Section title="Request and answer" order={order}>
        {exchange === null ? <Text c="dimmed">{NO_EXCHANGE}</Text> : <Exchange exchange={exchange} />}
      </Section>
      <Section title="More like this" order={order}>
        <More detail={detail} />
      </Section>
    </Stack>
  );
}

const NO_EXCHANGE =
  'No request is kept of this row: it came from no client, or is older than requests are kept. What changed is kept above.';

function Whose({ detail: { person, group, row } }: { readonly detail: LogShown }): ReactNode {
  if (person !== null) return <PersonLink {...person} />;
  if (group !== null) return <GroupLink {...group} />;
  return row.who?.name;
}

function More({ detail: { row, person, group, sameRequest } }: { readonly detail: LogShown }): ReactElement {
  return (
    <List>
      <List.Item>
        <InnerLink to={`/log/requests/${encodeURIComponent(row.requestId)}`}>
          Everything of the same request
        </InnerLink>
        {sameRequest.length > 0 && (
          <List withPadding>
            {sameRequest.map(({ id, sentence }) => (
              <List.Item key={id}>
                <InnerLink to={logRowPath(id)}>{sentence}</InnerLink>
              </List.Item>
            ))}
          </List>
        )}
      </List.Item>
      {person !== null && (
        <List.Item>
          <InnerLink to={personLogPath(person.id)}>Everything of {person.name}</InnerLink>
        </List.Item>
      )}
      {group !== null && (
        <List.Item>
          <InnerLink to={`/log?${new URLSearchParams({ group: group.id }).toString()}`}>
            Everything of the group {group.name}
          </InnerLink>
        </List.Item>
      )}
      {row.refusedBy !== null && (
        <List.Item>
          <InnerLink to={`/log?${new URLSearchParams({ rule: row.refusedBy }).toString()}`}>
            Everything that was refused for the same reason
          </InnerLink>
        </List.Item>
      )}
    </List>
  );
}
