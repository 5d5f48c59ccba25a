// Cleans up after people who may not sign in any more, one after the other, under one run by which it is given back. Knows no writes.

import { cleanUpRun } from '../../directory/answers/clean-up';
import { hasResidue, leavers, leaversAmong, type Leaver } from '../../directory/answers/leavers';
import { cleanLeaver, type Cleaning } from '../../scim/resources/leaver-clean';
import type { AdminContext } from '../context';
import { AdminFailure } from '../failure';
import { calledInWords, namedPerson } from './named-person';
import { serving } from './serving';

interface Cleaned extends Cleaning {
  readonly person: Leaver['person'];
}

interface CleaningUp {
  readonly reason: string;
  readonly isPreview: boolean;
  /** The run that it is part of; undefined: a new one. */
  readonly under?: string | undefined;
}

export async function cleanUpAfter(
  context: AdminContext,
  leaving: readonly Leaver[],
  { reason, isPreview, under }: CleaningUp,
): Promise<{ readonly run: string; readonly cleaned: readonly Cleaned[] }> {
  const run = under ?? cleanUpRun(context.services.newId());
  const [services, request] = serving(context, { requestId: run, reason });
  const cleaned: Cleaned[] = [];
  for (const { person, groups } of leaving) {
    if (context.stopping.aborted) break;
    cleaned.push({ person, ...(await cleanLeaver(services, request, person, { groups, isPreview })) });
  }
  return { run, cleaned };
}

/** @throws AdminFailure before anything is done, where somebody is unknown, or can sign in */
export async function leaversNamed(
  context: AdminContext,
  names: readonly string[],
): Promise<readonly Leaver[]> {
  const { stores, customer } = context;
  const found = new Map<string, Leaver>();
  for (const name of names) {
    const user = await namedPerson(context, name);
    const [leaver] = await leaversAmong(stores.history, customer.id, [user]);
    if (leaver === undefined)
      throw new AdminFailure(
        'conflict',
        `${calledInWords(user)} can sign in. Only what is left of disabled and deleted people is taken away; disable the ` +
          'person first. Nothing was changed.',
      );
    found.set(user.id, leaver);
  }
  return [...found.values()];
}

/** @param most of whom something is left; one more tells that there are others */
export async function leaversWithResidue(
  { stores, customer, stopping }: AdminContext,
  most: number,
): Promise<{ readonly some: readonly Leaver[]; readonly isMore: boolean }> {
  const some: Leaver[] = [];
  for await (const leaver of leavers(stores.history, customer.id)) {
    if (stopping.aborted) break;
    if (!hasResidue(leaver)) continue;
    if (some.length === most) return { some, isMore: true };
    some.push(leaver);
  }
  return { some, isMore: false };
}
