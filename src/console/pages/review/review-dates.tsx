// The date of an access review, and the earlier one that it is compared with; quarters are offered.

import { Button, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { ReactElement, SyntheticEvent } from 'react';
import { fieldText } from '../../parts/form-fields';
import { dayOf, quartersBefore } from './quarters';

const QUARTERS = 8;

interface ReviewDates {
  readonly at: string | undefined;
  readonly against: string | undefined;
}

interface ReviewDatesFormProps {
  readonly dates: ReviewDates;
  /** Empty: nothing is compared. */
  readonly onChoose: (dates: { readonly at: string; readonly against: string }) => void;
}

export function ReviewDatesForm({ dates, onChoose }: ReviewDatesFormProps): ReactElement {
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onChoose({ at: fieldText(fields, 'at'), against: fieldText(fields, 'against') });
  };
  return (
    <form onSubmit={submit} key={`${dates.at ?? ''} ${dates.against ?? ''}`}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mb="md">
        <Quarters dates={dates} onChoose={onChoose} />
        <TextInput
          type="date"
          name="against"
          label="Compared with (optional)"
          max={dayOf(new Date())}
          defaultValue={dayPart(dates.against)}
        />
        <TextInput
          type="date"
          name="at"
          label="As of the end of (UTC)"
          required
          max={dayOf(new Date())}
          defaultValue={dayPart(dates.at)}
        />
        <Button type="submit" mt={{ xs: 24.8 }}>
          Show
        </Button>
      </SimpleGrid>
    </form>
  );
}

function Quarters({ dates, onChoose }: ReviewDatesFormProps): ReactElement {
  const quarters = quartersBefore(new Date(), QUARTERS);
  const chosen = quarters.find(({ before, end }) => before === dates.against && end === dates.at);
  return (
    <NativeSelect
      label="A whole quarter"
      data={[
        { value: '', label: 'Dates of your own' },
        ...quarters.map(({ label, end }) => ({ value: end, label })),
      ]}
      value={chosen?.end ?? ''}
      onChange={(event) => {
        const quarter = quarters.find(({ end }) => end === event.currentTarget.value);
        if (quarter !== undefined) onChoose({ at: quarter.end, against: quarter.before });
      }}
    />
  );
}

/** A link may name a moment of the day, too. */
function dayPart(at: string | undefined): string {
  return at?.slice(0, 10) ?? '';
}
