// Carries one action on one person out: in one transaction, with its event, in the admin's name and with the reason. Knows no action.

import type { DirectoryEvent } from '../../directory/event';
import type { UserRecord } from '../../directory/user-record';
import { keptUser } from '../../scim/resources/leaver-steps';
import { queueOf, toleranceNotes, writeTo, type ResourceWrite } from '../../scim/resources/services';
import { save, signInRules } from '../../scim/resources/user-write';
import type { AdminContext } from '../context';
import { AdminFailure } from '../failure';
import type { Change, Decide } from './changes';
import { whoIs } from './named-person';
import { serving } from './serving';

export interface Acting {
  readonly person: UserRecord;
  readonly reason: string;
  readonly isPreview: boolean;
}

export interface Acted {
  readonly change: Change;
  readonly user: UserRecord;
  /** Null for a preview. */
  readonly event: DirectoryEvent | null;
}

/** @throws AdminFailure what `decide` throws; nothing is changed then */
export async function act(
  context: AdminContext,
  { person, reason, isPreview }: Acting,
  decide: Decide,
): Promise<Acted> {
  const [services, request] = serving(context, { reason });
  const queued = { queue: queueOf(request, person.id), notes: toleranceNotes(), isUrgent: true };
  return writeTo(services, request, queued, async (write) => {
    const { id, userName } = whoIs(person);
    const before = await keptUser(write, { id, userName });
    if (before === undefined)
      throw new AdminFailure('conflict', 'The person was changed at the same time; look again, then act.');
    const change = decide(before, { customer: write.request.customer, now: services.now() });
    if (isPreview) return { change, user: change.user, event: null };
    const [recording, recorded] = recordingWrite(write);
    const rules = await signInRules(recording, before, change.user);
    const user = await save(recording, before, change.user, { operation: change.operation, rules });
    return { change, user, event: recorded.find(({ resourceId }) => resourceId === person.id) ?? null };
  });
}

/** The write, and the events that it records. */
function recordingWrite(write: ResourceWrite): readonly [ResourceWrite, readonly DirectoryEvent[]] {
  const recorded: DirectoryEvent[] = [];
  const transaction = {
    ...write.transaction,
    record: async (event: DirectoryEvent) => {
      await write.transaction.record(event);
      recorded.push(event);
    },
  };
  return [{ ...write, transaction }, recorded];
}
