// Takes back what an admin did: one action on a person, or what a clean-up took. Must not know how it is asked for.

import { isCleanUpRun, takenIn } from '../../directory/answers/clean-up';
import type { DirectoryEvent } from '../../directory/event';
import type { UserRecord } from '../../directory/user-record';
import { giveBack, type GivenBack } from '../../scim/resources/leaver-undo';
import type { AdminContext } from '../context';
import { AdminFailure } from '../failure';
import { act, type Acted } from './act';
import { conflict } from './changes';
import { namedPerson } from './named-person';
import { serving } from './serving';
import { takenBack } from './taken-back';

interface Undoing {
  readonly reason: string;
  readonly isPreview: boolean;
}

/** Connections under which admins act by hand; an identity provider's event has no reason. */
const BY_HAND: readonly string[] = ['console', 'command-line'];
/** Before the id of an event where the sync log shows it as a row. */
const LOG_ROW = /^e\./;

/** @throws AdminFailure where the event is none of an action, or is no longer true */
export async function undoAction(context: AdminContext, id: string, undoing: Undoing): Promise<Acted> {
  const { stores, customer } = context;
  const event = await stores.history.event(customer.id, id.replace(LOG_ROW, ''));
  if (event === undefined)
    throw new AdminFailure('notFound', `The sync log has no event ${JSON.stringify(id)}.`);
  assertAction(event);
  const person = await namedPerson(context, event.resourceId);
  const later: DirectoryEvent[] = [];
  for await (const batch of stores.history.eventsOf(customer.id, [event.resourceId]))
    later.push(...batch.filter(({ version }) => version > event.version));
  return act(context, { person, ...undoing }, takenBack(event, later));
}

function assertAction({ resourceType, operation, actor }: DirectoryEvent): void {
  if (isCleanUpRun(actor.requestId))
    throw conflict(`This is part of a clean-up; undo the whole run ${actor.requestId}.`);
  if (!BY_HAND.includes(actor.connection) || actor.reason === undefined)
    throw conflict(
      `This was done by "${actor.connection}", not by an admin in the console: mend it at the identity provider, or act on ` +
        'the person by hand.',
    );
  if (resourceType !== 'User' || !['patch', 'approve', 'withdraw'].includes(operation))
    throw conflict('Only actions on people can be taken back here.');
}

export interface UndoneRun {
  readonly run: string;
  readonly people: readonly (GivenBack & { readonly person: UserRecord })[];
}

/** @throws AdminFailure `notFound` where it is no run of a clean-up */
export async function undoRun(
  context: AdminContext,
  run: string,
  { reason, isPreview }: Undoing,
): Promise<UndoneRun> {
  const { stores, customer, services, stopping } = context;
  const losses = await takenIn(stores.history, customer.id, run);
  if (losses === undefined)
    throw new AdminFailure('notFound', `No clean-up has the run ${JSON.stringify(run)}.`);
  const undo = `undo-${services.newId()}`;
  const [writing, request] = serving(context, { requestId: undo, reason });
  const people: UndoneRun['people'][number][] = [];
  for (const taken of losses) {
    if (stopping.aborted) break;
    const userName = (await stores.history.names(customer.id, [taken.userId])).get(taken.userId) ?? '';
    const person = { id: taken.userId, userName };
    const given = await giveBack(writing, request, person, { ...taken, isPreview });
    people.push({ ...given, person: await namedPerson(context, taken.userId) });
  }
  return { run: undo, people };
}
