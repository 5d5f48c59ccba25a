// Everything that one request did, by the id that the gateway gave it and the identity provider may have kept.

import { Stack, Title } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useParams } from 'wouter';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { RowsTable } from '../../parts/rows-table';
import { useAsk, type Answer } from '../../shell/api';
import { Exchange } from './exchange';
import { logColumns } from './log-columns';

export function LogRequestPage(): ReactElement {
  const { request } = useParams<{ request: string }>();
  const shown = useAsk('log.request', { request });
  return (
    <>
      <PageHead title="One request" lead={`All that the gateway did for the request ${request}.`}>
        <InnerLink to="/log">Whole sync log</InnerLink>
      </PageHead>
      <Answered query={shown} lines={12}>
        {(all) => <Request all={all} />}
      </Answered>
    </>
  );
}

function Request({ all: { rows, exchanges } }: { readonly all: Answer<'log.request'> }): ReactElement {
  const choices = useAsk('log.choices', {});
  const columns = useMemo(
    () => logColumns(new Map(choices.data?.actions.map(({ name, label }) => [name, label]))),
    [choices.data],
  );
  return (
    <Stack gap="lg">
      <section>
        <Title order={2} size="h4" mb="xs">
          What it did
        </Title>
        <RowsTable
          label="What the request did"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          minWidth={300}
          empty="It changed nothing and nothing of it was refused, or it is older than what is kept."
        />
      </section>
      {exchanges.map((exchange) => (
        <section key={`${exchange.at}${exchange.url}`}>
          <Title order={2} size="h4" mb="xs">
            Request and answer
          </Title>
          <Exchange exchange={exchange} />
        </section>
      ))}
    </Stack>
  );
}
