// One row of the sync log as a page of its own, for who got a link to it.

import type { ReactElement } from 'react';
import { useParams } from 'wouter';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { useAsk } from '../../shell/api';
import { LogDetail } from './log-detail';

export function LogRowPage(): ReactElement {
  const { id } = useParams<{ id: string }>();
  const shown = useAsk('log.show', { id });
  return (
    <>
      <PageHead title={shown.data?.row.sentence ?? 'One row of the sync log'}>
        <InnerLink to="/log">Whole sync log</InnerLink>
      </PageHead>
      <Answered query={shown} lines={12}>
        {(detail) => <LogDetail detail={detail} order={2} />}
      </Answered>
    </>
  );
}
