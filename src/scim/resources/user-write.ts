// The writes on people inside one transaction: who is meant, what the iManage rules make of it, one version with its event.

import type { Customer } from '../../directory/customer';
import { emailSinceAfter } from '../../directory/completeness';
import { sameJson, userFacts, type AppliedRule, type EventOperation } from '../../directory/event';
import type { JsonObject } from '../../directory/json';
import { changedUser, deletedUser, disabledEverywhere, newUser, returnedUser } from '../../directory/user';
import { mayReturn } from '../../directory/return-approval';
import type { UserRecord } from '../../directory/user-record';
import { assertMayWrite } from '../etag';
import { recordForm } from '../schema/own-form';
import { assertOwnRules, ownDifference } from '../schema/own-rules';
import { eventOf, notFound, type ResourceWrite } from './services';
import { assertMayBecomeInternal, claimsEmail, userIdHolder, withFreeUserId } from './user-guards';
import { isPlacedBy, withoutPlacement, withPlacedBy } from './placed-by';
import { newlyRequested, requestedUser, type Rewritten } from './requested-user';
import { userResource, writableUser } from './user-resource';
import { findReturning } from './user-return';
import { giveMembershipsBack, membershipsToGiveBack, withdrawMemberships } from './withdrawn-memberships';

/** @throws DirectoryFailure `uniqueness` where somebody has or had what the person may not have */
export async function createOrReturn(write: ResourceWrite, given: JsonObject): Promise<UserRecord> {
  const { services, request, transaction } = write;
  const rewritten = newlyRequested(given);
  assertOwnRules(services.type, { ...rewritten, operation: 'create' });
  const requested = requestedUser(rewritten);
  const stamp = { id: services.newId(), now: services.now() };
  const returning = await findReturning(transaction, request.customer.id, requested, stamp.now);
  if (returning !== undefined) return returnUser(write, returning, rewritten);
  const placed = newUser(request.customer, requested.profile, requested.input, stamp);
  const holder = await userIdHolder(transaction, placed);
  if (holder !== undefined && mayReturn(holder, stamp.now)) return returnUser(write, holder, rewritten);
  const asked = withPlacedBy(undefined, placed, rewritten);
  const user = await withFreeUserId(write, asked, holder);
  return save(write, undefined, user, { operation: 'create', rules: suffixRule(asked, user) });
}

/** The writable resource before and after; equal ones change nothing (rule 3.10). */
type Rewrite = (before: JsonObject) => Rewritten;

/** @throws DirectoryFailure `notFound`, or naming the rule that refuses the change */
export async function changeUser(
  write: ResourceWrite,
  id: string,
  operation: EventOperation,
  rewrite: Rewrite,
): Promise<UserRecord> {
  const before = await liveUser(write, id);
  const asked = askedUser(write, before, operation, rewrite);
  if (sameJson(userFacts(before), userFacts(asked))) return before;
  await assertMayBecomeInternal(write.transaction, before, asked);
  const changed = before.userId === null ? await withOwnUserId(write, asked) : asked;
  const rules = await signInRules(write, before, changed);
  return save(write, before, changed, { operation, rules: [...rules, ...suffixRule(asked, changed)] });
}

/**
 * Rule 3.3, `manual`: an enable leaves every library disabled, so a PATCH that enables the person is read against that,
 * and a library that it enables as well is a wish, though its flag read true before. A PUT echoes what it read.
 */
function askedUser(
  { services, request }: ResourceWrite,
  before: UserRecord,
  operation: EventOperation,
  rewrite: Rewrite,
): UserRecord {
  const { customer } = request;
  const rewritten = rewrite(writableUser(before));
  assertOwnRules(services.type, { ...rewritten, operation });
  const first = requestedUser(rewritten);
  const isEnable = !before.signInEnabled && first.input.signInEnabled === true;
  const isReadAnew = operation === 'patch' && isEnable && customer.rules.reenableLibraries === 'manual';
  const shown = isReadAnew ? disabledEverywhere(before) : before;
  const { profile, input } = isReadAnew ? requestedUser(rewrite(writableUser(shown))) : first;
  // Who was disabled since has to be placed again: then it is no retry.
  const isRetry = !isReadAnew && isPlacedBy(before, rewritten);
  const asked = isRetry ? withoutPlacement(input) : input;
  return withPlacedBy(before, changedUser(customer, shown, profile, asked), rewritten);
}

/** Rule 3.1. @throws DirectoryFailure `notFound` */
export async function deleteUser(write: ResourceWrite, id: string): Promise<void> {
  const before = await liveUser(write, id);
  const rules: readonly AppliedRule[] = ['delete-disables-sign-in', ...(await rulesOfDisable(write, before))];
  await save(write, before, deletedUser(before, write.services.now()), { operation: 'delete', rules });
}

/** What a step of the sign-in did besides: rules 3.3 and 3.4. */
export async function signInRules(
  write: ResourceWrite,
  before: UserRecord,
  changed: UserRecord,
): Promise<readonly AppliedRule[]> {
  if (before.signInEnabled === changed.signInEnabled) return [];
  return changed.signInEnabled ? [ruleOfEnable(write.request.customer)] : rulesOfDisable(write, before);
}

async function rulesOfDisable(write: ResourceWrite, before: UserRecord): Promise<readonly AppliedRule[]> {
  const { membershipsOnDisable } = write.request.customer.rules;
  if (membershipsOnDisable === 'keep') return ['memberships-kept'];
  return (await withdrawMemberships(write, before)) ? ['memberships-removed'] : [];
}

/** Rule 3.2. What the POST does not name comes back as it was (§3a): rows and memberships by themselves, `roles` here. */
async function returnUser(
  write: ResourceWrite,
  deleted: UserRecord,
  rewritten: Rewritten,
): Promise<UserRecord> {
  const { customer } = write.request;
  const { profile, input } = requestedUser(rewritten);
  const { roles } = { ...deleted.profile, ...profile };
  const whole = roles === undefined ? profile : { ...profile, roles };
  const asked = withPlacedBy(deleted, returnedUser(customer, deleted, whole, input), rewritten);
  await assertMayBecomeInternal(write.transaction, deleted, asked);
  const user = deleted.userId === null ? await withOwnUserId(write, asked) : asked;
  const isApproved = mayReturn(deleted, write.services.now());
  const rules: readonly AppliedRule[] = [
    'person-returned',
    ...(isApproved ? (['return-approved'] as const) : []),
    user.signInEnabled ? ruleOfEnable(customer) : 'return-left-disabled',
    ...suffixRule(asked, user),
  ];
  return save(write, deleted, user, { operation: 'return', rules });
}

async function withOwnUserId(write: ResourceWrite, user: UserRecord): Promise<UserRecord> {
  return withFreeUserId(write, user, await userIdHolder(write.transaction, user));
}

function ruleOfEnable(customer: Customer): AppliedRule {
  return customer.rules.reenableLibraries === 'restore' ? 'libraries-restored' : 'libraries-left-disabled';
}

function suffixRule(asked: UserRecord, given: UserRecord): readonly AppliedRule[] {
  return asked.userId === given.userId ? [] : ['user-id-suffixed'];
}

async function liveUser({ transaction, request }: ResourceWrite, id: string): Promise<UserRecord> {
  const user = await transaction.liveUser(request.customer.id, id);
  if (user === undefined) throw notFound('User', id);
  assertMayWrite(request, user.version);
  return user;
}

/** Stores the person's next version and the event that tells of it. */
export async function save(
  write: ResourceWrite,
  before: UserRecord | undefined,
  changed: UserRecord,
  { operation, rules }: { readonly operation: EventOperation; readonly rules: readonly AppliedRule[] },
): Promise<UserRecord> {
  const { services, request, transaction, notes } = write;
  const now = services.now();
  const emailClaimed = await claimsEmail(transaction, request.customer, before, changed);
  const user = {
    ...changed,
    emailClaimed,
    emailSince: emailSinceAfter(before, changed, now),
    ...(before === undefined ? {} : { version: before.version + 1, lastModified: now }),
  };
  const toGiveBack = await membershipsToGiveBack(write, before, user);
  const form = recordForm(services.type, userResource(user, request.baseUrl));
  if (before === undefined) await transaction.insertUser(user, form);
  else await transaction.replaceUser(before, user, form);
  const event = eventOf(services, request, {
    resourceType: 'User',
    resourceId: user.id,
    version: user.version,
    operation,
    ...ownDifference(services.type, before === undefined ? {} : userFacts(before), userFacts(user)),
    rules: [...rules, ...toGiveBack.rules],
    tolerances: notes.list(),
  });
  await transaction.record(event);
  await giveMembershipsBack(write, user, toGiveBack);
  await services.brake?.judge(write, before, user);
  return user;
}
