// Steps of a write on somebody who may be deleted: reading the person, and storing library rows. Must not know why.

import { userFacts } from '../../directory/event';
import type { Assignment, UserRecord } from '../../directory/user-record';
import { recordForm } from '../schema/own-form';
import { ownDifference } from '../schema/own-rules';
import { eventOf, type ResourceWrite } from './services';
import { userResource } from './user-resource';

/** Who is meant: the userName finds somebody who is deleted. */
export interface KeptPerson {
  readonly id: string;
  readonly userName: string;
}

/** The person as this transaction sees it, deleted or not; undefined where nobody has this id and userName. */
export async function keptUser(
  { transaction, request }: ResourceWrite,
  { id, userName }: KeptPerson,
): Promise<UserRecord | undefined> {
  const { id: customer } = request.customer;
  const live = await transaction.liveUser(customer, id);
  if (live !== undefined) return live;
  const deleted = await transaction.deletedUsers(customer, { externalId: undefined, userName });
  return deleted.find((user) => user.id === id);
}

/** Rows alone change: neither the sign-in nor anything that SCIM rules look at. */
export async function saveLibraries(
  { services, request, transaction }: ResourceWrite,
  before: UserRecord,
  assignments: readonly Assignment[],
): Promise<void> {
  const version = before.version + 1;
  const user = { ...before, assignments, placedBy: null, version, lastModified: services.now() };
  const form = recordForm(services.type, userResource(user, request.baseUrl));
  await transaction.replaceUser(before, user, form);
  const event = eventOf(services, request, {
    resourceType: 'User',
    resourceId: user.id,
    version,
    operation: 'patch',
    ...ownDifference(services.type, userFacts(before), userFacts(user)),
    rules: [],
    tolerances: [],
  });
  await transaction.record(event);
}
