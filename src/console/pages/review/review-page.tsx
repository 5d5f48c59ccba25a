// Access review: who had access to what on a date, or what changed between two, told from everything that happened.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { DownloadMenu } from '../../parts/download-menu';
import { useFilters } from '../../parts/filters';
import { Moment } from '../../parts/moment';
import { PageHead } from '../../parts/page-head';
import { PagedRows } from '../../parts/paged-rows';
import { usePages } from '../../shell/api';
import { dayOf } from './quarters';
import { reviewColumns } from './review-columns';
import { ReviewDatesForm } from './review-dates';

const ROWS_AT_ONCE = 100;

export function ReviewPage(): ReactElement {
  const { values, set } = useFilters(['at', 'against']);
  const at = values.at ?? dayOf(new Date());
  const { against } = values;
  return (
    <>
      <PageHead
        title="Access review"
        lead="Who had access to what on a date, or what changed between two dates: for the quarterly review."
      >
        {against === undefined ? (
          <DownloadMenu name="review.export" input={{ at }} label="Export this review" />
        ) : (
          <DownloadMenu name="review.exportChanges" input={{ at, against }} label="Export these changes" />
        )}
      </PageHead>
      <ReviewDatesForm
        dates={{ at, against }}
        onChoose={(dates) => {
          set(dates);
        }}
      />
      <ReviewRows at={at} against={against} />
    </>
  );
}

interface ReviewRowsProps {
  readonly at: string;
  readonly against: string | undefined;
}

function ReviewRows({ at, against }: ReviewRowsProps): ReactElement {
  const pages = usePages('review.list', {
    at,
    limit: ROWS_AT_ONCE,
    ...(against === undefined ? {} : { against }),
  });
  const first = pages.data?.pages[0];
  return (
    <>
      {first !== undefined && (
        <Text mb="sm" role="status">
          {first.before === null ? (
            <>
              Everybody’s access as of <Moment at={first.at} />.
            </>
          ) : (
            <>
              What differs between <Moment at={first.before} /> and <Moment at={first.at} />; crossed out is
              what was before.
            </>
          )}
        </Text>
      )}
      <PagedRows
        pages={pages}
        columns={reviewColumns(against !== undefined)}
        rowKey={({ person, library }) => `${person.id} ${library}`}
        label="Access of people to libraries"
        empty={
          against === undefined
            ? 'Nobody had access to a library on this date.'
            : 'Nobody’s access differs between these dates.'
        }
        minWidth={960}
      />
    </>
  );
}
