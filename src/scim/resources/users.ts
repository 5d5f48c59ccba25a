// The operations on /Users: each is its steps in order, from a SCIM request to one write of the directory.

import { comparisonKey, sameName } from '../../directory/comparison';
import { sameJson, userFacts, type AppliedRule, type EventOperation } from '../../directory/event';
import { DirectoryFailure } from '../../directory/failure';
import { isJsonObject, type JsonObject } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import { changedUser, deletedUser, newUser, returnedUser } from '../../directory/user';
import type { UserRecord } from '../../directory/user-record';
import { assertMatches, entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import { parsePatch } from '../patch/parse';
import { parseListQuery } from '../query/list-query';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type ResourceHandlers, type ScimRequest } from '../request';
import { normaliseObject } from '../schema/normalise';
import { searchForm } from '../schema/search-form';
import { notFound, toleranceNotes, type ToleranceNotes, type TypeServices } from './services';
import { presentUsers, userAnswer, userEvent } from './user-answer';
import { keepUnnamed, requestedUser, userResource, writableUser } from './user-resource';
import { findReturning } from './user-return';

export function userHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  return {
    async find(request, { skip, limit }) {
      const projection = resolveProjection(type, request.query);
      const query = parseListQuery(type, request.query, limits);
      const { total, records } = await store.users(request.customer.id, { ...query, skip, limit });
      return { total, resources: await presentUsers(services, request, projection, records) };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const user = await store.user(request.customer.id, id);
      if (user === undefined) throw notFound('User', id);
      if (isUnmodified(request.ifNoneMatch, user.version)) {
        return { status: 304, headers: { ETag: entityTag(user.version) }, body: undefined };
      }
      return userAnswer(services, request, projection, { status: 200, user });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const userName = typeof given['userName'] === 'string' ? given['userName'] : '';
      const queue = `${request.customer.id}/userName/${comparisonKey(userName)}`;
      const user = await store.write(queue, (transaction) =>
        createOrReturn(services, request, transaction, { given, notes }),
      );
      return userAnswer(services, request, projection, { status: 201, user });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const user = await change(services, request, id, { operation: 'replace', notes }, (before) => {
        // A PUT that does not speak of roles takes none away; the iManage rows stay.
        const { roles, ...rest } = before;
        const known = given['roles'] === undefined || roles === undefined ? rest : before;
        return [known, keepUnnamed(before, given)];
      });
      return userAnswer(services, request, projection, { status: 200, user });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const { operations } = parsePatch(type, request.body ?? null, limits, notes.note);
      const user = await change(services, request, id, { operation: 'patch', notes }, (before) => [
        before,
        withoutPassword(applyPatch(type, before, operations, notes.note), notes),
      ]);
      return userAnswer(services, request, projection, { status: 200, user });
    },

    async remove(request, id) {
      await store.write(`${request.customer.id}/${id}`, async (transaction) => {
        const before = await liveUser(transaction, request, id);
        const user = stamped(services, before, deletedUser(before, services.now()));
        await transaction.replaceUser(before, user, formOf(services, request, user));
        await transaction.record(
          userEvent(services, request, {
            before,
            after: user,
            operation: 'delete',
            rules: ['delete-disables-sign-in', 'memberships-kept'],
          }),
        );
      });
      return NO_CONTENT;
    },
  };
}

function acceptedBody(services: TypeServices, request: ScimRequest, notes: ToleranceNotes): JsonObject {
  if (!isJsonObject(request.body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a User');
  return withoutPassword(normaliseObject(services.type.attributes, request.body, notes.note), notes);
}

/** Enterprise accounts sign in through the identity provider: no password is kept in any form. */
function withoutPassword(resource: JsonObject, notes: ToleranceNotes): JsonObject {
  const { password, ...rest } = resource;
  if (password !== undefined) notes.note('password-not-kept');
  return rest;
}

async function createOrReturn(
  services: TypeServices,
  request: ScimRequest,
  transaction: DirectoryTransaction,
  { given, notes }: { readonly given: JsonObject; readonly notes: ToleranceNotes },
): Promise<UserRecord> {
  const { customer } = request;
  const { profile, input } = requestedUser({}, given);
  const returning = await findReturning(transaction, customer.id, profile);
  if (returning !== undefined) {
    const user = stamped(services, returning, returnedUser(customer, returning, profile, input));
    await transaction.replaceUser(returning, user, formOf(services, request, user));
    const rules: AppliedRule[] = ['person-returned'];
    if (!user.signInEnabled) rules.push('return-left-disabled');
    else
      rules.push(
        customer.rules.reenableLibraries === 'restore' ? 'libraries-restored' : 'libraries-left-disabled',
      );
    await transaction.record(
      userEvent(services, request, { before: returning, after: user, operation: 'return', rules, notes }),
    );
    return user;
  }
  const user = newUser(customer, profile, input, { id: services.newId(), now: services.now() });
  await assertUserIdFree(transaction, user);
  await transaction.insertUser(user, formOf(services, request, user));
  await transaction.record(
    userEvent(services, request, { before: undefined, after: user, operation: 'create', rules: [], notes }),
  );
  return user;
}

/** The writable resource before and after; equal ones change nothing (rule 3.10). */
type Rewrite = (before: JsonObject) => readonly [before: JsonObject, after: JsonObject];

async function change(
  services: TypeServices,
  request: ScimRequest,
  id: string,
  { operation, notes }: { readonly operation: EventOperation; readonly notes: ToleranceNotes },
  rewrite: Rewrite,
): Promise<UserRecord> {
  return services.store.write(`${request.customer.id}/${id}`, async (transaction) => {
    const before = await liveUser(transaction, request, id);
    const [known, wanted] = rewrite(writableUser(before));
    const { profile, input } = requestedUser(known, wanted);
    const changed = changedUser(request.customer, before, profile, input);
    if (sameJson(userFacts(before), userFacts(changed))) return before;
    await assertMayBecomeInternal(transaction, before, changed);
    if (before.userId === null) await assertUserIdFree(transaction, changed);
    const user = stamped(services, before, changed);
    await transaction.replaceUser(before, user, formOf(services, request, user));
    const rules = rulesOfChange(request, before, user);
    await transaction.record(userEvent(services, request, { before, after: user, operation, rules, notes }));
    return user;
  });
}

function rulesOfChange(request: ScimRequest, before: UserRecord, after: UserRecord): readonly AppliedRule[] {
  if (before.signInEnabled === after.signInEnabled) return [];
  if (!after.signInEnabled) return ['memberships-kept'];
  return [
    request.customer.rules.reenableLibraries === 'restore' ? 'libraries-restored' : 'libraries-left-disabled',
  ];
}

async function liveUser(
  transaction: DirectoryTransaction,
  request: ScimRequest,
  id: string,
): Promise<UserRecord> {
  const user = await transaction.liveUser(request.customer.id, id);
  if (user === undefined) throw notFound('User', id);
  assertMatches(request.ifMatch, user.version);
  return user;
}

/** The User ID is unique over everybody who ever was (imanage-model.md §1); the refusal says what to do (rule 3.2). */
async function assertUserIdFree(transaction: DirectoryTransaction, user: UserRecord): Promise<void> {
  if (user.userId === null) return;
  const holder = await transaction.userWithUserId(user.customer, user.userId);
  if (holder === undefined || holder.id === user.id) return;
  const userName = user.profile['userName'];
  const holderName = holder.profile['userName'];
  if (holder.deletedAt === null && typeof userName === 'string' && typeof holderName === 'string') {
    if (sameName(userName, holderName)) {
      throw new DirectoryFailure(
        'uniqueness',
        `userName: a user with the userName ${JSON.stringify(userName)} exists`,
      );
    }
  }
  const state = holder.deletedAt === null ? 'is in use by another user' : 'was used before by a deleted user';
  throw new DirectoryFailure(
    'uniqueness',
    `userId: the User ID ${JSON.stringify(user.userId)} ${state} and can never be reused for another person; send an ` +
      'own "userId" in the iManage extension, or, if it is the same person, approve the return in the console',
  );
}

/** Rule 3.7: an external group has external members only. */
async function assertMayBecomeInternal(
  transaction: DirectoryTransaction,
  before: UserRecord,
  after: UserRecord,
): Promise<void> {
  if (!before.external || after.external) return;
  const [group] = await transaction.externalGroupsOf(before.customer, before.id);
  if (group === undefined) return;
  throw new DirectoryFailure(
    'invalidValue',
    `external: the user is a member of the external group "${group}"; take the user out of it first`,
  );
}

function stamped(services: TypeServices, before: UserRecord, user: UserRecord): UserRecord {
  return { ...user, version: before.version + 1, lastModified: services.now() };
}

function formOf(
  services: TypeServices,
  request: ScimRequest,
  user: UserRecord,
): ReturnType<typeof searchForm> {
  return searchForm(services.type.attributes, userResource(user, request.baseUrl));
}
