// A moment as people read it: in the reader's own zone and form, the exact one beside it for machines.

import type { ReactElement } from 'react';

const FORM = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

export function Moment({ at }: { readonly at: string | null }): ReactElement {
  if (at === null) return <>never</>;
  return (
    <time dateTime={at} title={at} className="number">
      {FORM.format(new Date(at))}
    </time>
  );
}

export function dayWords(at: string): string {
  return DAY.format(new Date(at));
}

/** Such as "3 minutes ago"; as of the moment it is drawn. */
export function Ago({ at }: { readonly at: string | null }): ReactElement {
  if (at === null) return <>never</>;
  const seconds = Math.round((new Date(at).getTime() - Date.now()) / 1000);
  const [unit, size] = STEPS.find(([, each]) => Math.abs(seconds) >= each) ?? STEPS[3];
  return (
    <time dateTime={at} title={FORM.format(new Date(at))}>
      {AGO.format(Math.trunc(seconds / size), unit)}
    </time>
  );
}
