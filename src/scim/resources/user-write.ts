// The writes on people inside one transaction: who is meant, what the iManage rules make of it, one version with its event.

import type { Customer } from '../../directory/customer';
import {
  difference,
  sameJson,
  userFacts,
  type AppliedRule,
  type EventOperation,
} from '../../directory/event';
import type { JsonObject } from '../../directory/json';
import { changedUser, deletedUser, newUser, returnedUser } from '../../directory/user';
import type { UserRecord } from '../../directory/user-record';
import { assertMayWrite } from '../etag';
import { searchForm } from '../schema/search-form';
import { eventOf, notFound, type ResourceWrite } from './services';
import { assertMayBecomeInternal, assertUserIdFree } from './user-guards';
import { requestedUser, type RequestedUser } from './requested-user';
import { userResource, writableUser } from './user-resource';
import { findReturning } from './user-return';

/** @throws DirectoryFailure `uniqueness` where somebody has or had what the person may not have */
export async function createOrReturn(write: ResourceWrite, given: JsonObject): Promise<UserRecord> {
  const { services, request, transaction } = write;
  const requested = requestedUser({}, given);
  const returning = await findReturning(transaction, request.customer.id, requested.profile);
  if (returning !== undefined) return returnUser(write, returning, requested);
  const stamp = { id: services.newId(), now: services.now() };
  const user = newUser(request.customer, requested.profile, requested.input, stamp);
  await assertUserIdFree(transaction, user);
  return save(write, undefined, user, { operation: 'create', rules: [] });
}

/** The writable resource before and after; equal ones change nothing (rule 3.10). */
type Rewrite = (before: JsonObject) => readonly [before: JsonObject, after: JsonObject];

/** @throws DirectoryFailure `notFound`, or naming the rule that refuses the change */
export async function changeUser(
  write: ResourceWrite,
  id: string,
  operation: EventOperation,
  rewrite: Rewrite,
): Promise<UserRecord> {
  const { customer } = write.request;
  const before = await liveUser(write, id);
  const { profile, input } = requestedUser(...rewrite(writableUser(before)));
  const changed = changedUser(customer, before, profile, input);
  if (sameJson(userFacts(before), userFacts(changed))) return before;
  await assertMayBecomeInternal(write.transaction, before, changed);
  if (before.userId === null) await assertUserIdFree(write.transaction, changed);
  const isSameSignIn = before.signInEnabled === changed.signInEnabled;
  const rules: readonly AppliedRule[] = isSameSignIn
    ? []
    : [changed.signInEnabled ? ruleOfEnable(customer) : 'memberships-kept'];
  return save(write, before, changed, { operation, rules });
}

/** Rule 3.1. @throws DirectoryFailure `notFound` */
export async function deleteUser(write: ResourceWrite, id: string): Promise<void> {
  const before = await liveUser(write, id);
  const rules: readonly AppliedRule[] = ['delete-disables-sign-in', 'memberships-kept'];
  await save(write, before, deletedUser(before, write.services.now()), { operation: 'delete', rules });
}

/** Rule 3.2. What the POST does not name comes back as it was (§3a): rows and memberships by themselves, `roles` here. */
async function returnUser(
  write: ResourceWrite,
  deleted: UserRecord,
  { profile, input }: RequestedUser,
): Promise<UserRecord> {
  const { customer } = write.request;
  const { roles } = { ...deleted.profile, ...profile };
  const user = returnedUser(customer, deleted, roles === undefined ? profile : { ...profile, roles }, input);
  await assertMayBecomeInternal(write.transaction, deleted, user);
  if (deleted.userId === null) await assertUserIdFree(write.transaction, user);
  const rules: readonly AppliedRule[] = [
    'person-returned',
    user.signInEnabled ? ruleOfEnable(customer) : 'return-left-disabled',
  ];
  return save(write, deleted, user, { operation: 'return', rules });
}

function ruleOfEnable(customer: Customer): AppliedRule {
  return customer.rules.reenableLibraries === 'restore' ? 'libraries-restored' : 'libraries-left-disabled';
}

async function liveUser({ transaction, request }: ResourceWrite, id: string): Promise<UserRecord> {
  const user = await transaction.liveUser(request.customer.id, id);
  if (user === undefined) throw notFound('User', id);
  assertMayWrite(request, user.version);
  return user;
}

/** Stores the person's next version and the event that tells of it. */
async function save(
  { services, request, transaction, notes }: ResourceWrite,
  before: UserRecord | undefined,
  changed: UserRecord,
  { operation, rules }: { readonly operation: EventOperation; readonly rules: readonly AppliedRule[] },
): Promise<UserRecord> {
  const user =
    before === undefined
      ? changed
      : { ...changed, version: before.version + 1, lastModified: services.now() };
  const form = searchForm(services.type.attributes, userResource(user, request.baseUrl));
  if (before === undefined) await transaction.insertUser(user, form);
  else await transaction.replaceUser(before, user, form);
  const event = eventOf(services, request, {
    resourceType: 'User',
    resourceId: user.id,
    version: user.version,
    operation,
    ...difference(before === undefined ? {} : userFacts(before), userFacts(user)),
    rules,
    tolerances: notes.list(),
  });
  await transaction.record(event);
  return user;
}
