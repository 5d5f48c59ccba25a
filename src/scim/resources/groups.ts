// The operations on /Groups: each is its steps in order; members are rows that no operation loads without need.

import {
  difference,
  groupFacts,
  sameJson,
  type AppliedRule,
  type EventOperation,
} from '../../directory/event';
import { DirectoryFailure } from '../../directory/failure';
import { changedGroup, deletedGroup, newGroup, revivedGroup } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import { isJsonObject, type JsonObject } from '../../directory/json';
import type { DirectoryTransaction } from '../../directory/ports';
import { scopedName } from '../../directory/group-name';
import { assertMatches, entityTag, isUnmodified } from '../etag';
import { badRequest } from '../failure';
import { applyPatch } from '../patch/apply';
import type { MemberOperation } from '../patch/operation';
import { parsePatch } from '../patch/parse';
import { parseListQuery } from '../query/list-query';
import { resolveProjection } from '../query/projection';
import { NO_CONTENT, type ResourceHandlers, type ScimRequest } from '../request';
import { normaliseObject } from '../schema/normalise';
import { searchForm } from '../schema/search-form';
import { groupAnswer, groupBody } from './group-answer';
import { changeMembers, NO_MEMBERSHIP_CHANGE, type MembershipChange } from './group-members';
import { groupResource, keepUnnamed, memberIdsIn, requestedGroup, writableGroup } from './group-resource';
import { eventOf, notFound, toleranceNotes, type ToleranceNotes, type TypeServices } from './services';

export function groupHandlers(services: TypeServices): ResourceHandlers {
  const { store, type, limits } = services;
  return {
    async find(request, { skip, limit }) {
      const projection = resolveProjection(type, request.query);
      const query = parseListQuery(type, request.query, limits);
      const { total, records } = await store.groups(request.customer.id, { ...query, skip, limit });
      const isPlain = !projection.includes('members');
      const resources = records.map((group) =>
        isPlain
          ? projection.apply(groupResource(group, request.baseUrl))
          : groupBody(services, request, projection, group),
      );
      return { total, resources };
    },

    async get(request, id) {
      const projection = resolveProjection(type, request.query);
      const group = await store.group(request.customer.id, id);
      if (group === undefined) throw notFound('Group', id);
      if (isUnmodified(request.ifNoneMatch, group.version)) {
        return { status: 304, headers: { ETag: entityTag(group.version) }, body: undefined };
      }
      return groupAnswer(services, request, projection, { status: 200, group });
    },

    async create(request) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const displayName = typeof given['displayName'] === 'string' ? given['displayName'] : '';
      const queue = `${request.customer.id}/displayName/${scopedName(null, displayName)}`;
      const group = await store.write(queue, (transaction) =>
        createOrRevive(services, request, transaction, { given, notes }),
      );
      return groupAnswer(services, request, projection, { status: 201, group });
    },

    async replace(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const given = acceptedBody(services, request, notes);
      const members = replacement(request.body, given);
      const group = await change(services, request, id, {
        operation: 'replace',
        notes,
        members,
        rewrite: (before) => keepUnnamed(before, given),
      });
      return groupAnswer(services, request, projection, { status: 200, group });
    },

    async patch(request, id) {
      const projection = resolveProjection(type, request.query);
      const notes = toleranceNotes();
      const { operations, memberOperations } = parsePatch(type, request.body ?? null, limits, notes.note);
      const group = await change(services, request, id, {
        operation: 'patch',
        notes,
        members: memberOperations,
        rewrite: (before) => applyPatch(type, before, operations, notes.note),
      });
      // 204 spares Entra and Okta a member list that they did not ask for (RFC 7644 §3.5.2).
      const noContent = { ...NO_CONTENT, headers: { ETag: entityTag(group.version) } };
      return projection.isDefault
        ? noContent
        : groupAnswer(services, request, projection, { status: 200, group });
    },

    async remove(request, id) {
      await store.write(`${request.customer.id}/${id}`, async (transaction) => {
        const before = await liveGroup(transaction, request, id);
        const deleted = deletedGroup(request.customer, before, services.now());
        const ids = await transaction.memberIds(before.customer, id);
        const removed = await transaction.removeMembers(before.customer, id, ids);
        await save(services, request, transaction, {
          before,
          changed: deleted,
          operation: 'delete',
          members: { added: [], removed },
          rules: ['group-emptied'],
        });
      });
      return NO_CONTENT;
    },
  };
}

function acceptedBody(services: TypeServices, request: ScimRequest, notes: ToleranceNotes): JsonObject {
  if (!isJsonObject(request.body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a Group');
  return normaliseObject(services.type.attributes, request.body, notes.note);
}

/**
 * A PUT that names members sets them, with [] or null to none; one that does not keeps them, because connectors read
 * groups without members and write them back.
 */
function replacement(body: unknown, given: JsonObject): readonly MemberOperation[] {
  const isNamed = Object.keys(body as JsonObject).some((name) => name.toLowerCase() === 'members');
  return isNamed ? [{ kind: 'replace', ids: memberIdsIn(given) ?? [] }] : [];
}

async function createOrRevive(
  services: TypeServices,
  request: ScimRequest,
  transaction: DirectoryTransaction,
  { given, notes }: { readonly given: JsonObject; readonly notes: ToleranceNotes },
): Promise<GroupRecord> {
  const { customer } = request;
  const { profile, input } = requestedGroup({}, given);
  const group = newGroup(customer, profile, input, { id: services.newId(), now: services.now() });
  const holder = await transaction.groupWithGroupId(customer.id, group.library, group.groupId);
  if (holder !== undefined && holder.deletedAt === null) throw groupIdTaken(group, holder);
  const changed = holder === undefined ? group : revivedGroup(customer, holder, profile, input);
  const members = await changeMembers({ services, transaction, group: changed, note: notes.note }, [
    { kind: 'add', ids: memberIdsIn(given) ?? [] },
  ]);
  return save(services, request, transaction, {
    before: holder,
    changed,
    operation: holder === undefined ? 'create' : 'return',
    members,
    rules: holder === undefined ? [] : ['group-revived'],
    notes,
  });
}

function groupIdTaken(group: GroupRecord, holder: GroupRecord): DirectoryFailure {
  const place = group.library === null ? 'among the global groups' : `in library "${group.library}"`;
  return new DirectoryFailure(
    'uniqueness',
    `displayName: a group with the groupId ${JSON.stringify(holder.groupId)} exists ${place}; ` +
      'send another displayName, or an own "groupId" in the iManage extension',
  );
}

interface Change {
  readonly operation: EventOperation;
  readonly notes: ToleranceNotes;
  readonly members: readonly MemberOperation[];
  readonly rewrite: (before: JsonObject) => JsonObject;
}

async function change(
  services: TypeServices,
  request: ScimRequest,
  id: string,
  { operation, notes, members: operations, rewrite }: Change,
): Promise<GroupRecord> {
  return services.store.write(`${request.customer.id}/${id}`, async (transaction) => {
    const before = await liveGroup(transaction, request, id);
    const known = writableGroup(before);
    const { profile, input } = requestedGroup(known, rewrite(known));
    const changed = changedGroup(request.customer, before, profile, input);
    const members =
      operations.length === 0
        ? NO_MEMBERSHIP_CHANGE
        : await changeMembers({ services, transaction, group: changed, note: notes.note }, operations);
    const isSame = sameJson(groupFacts(before), groupFacts(changed));
    if (isSame && members.added.length + members.removed.length === 0) return before;
    return save(services, request, transaction, { before, changed, operation, members, rules: [], notes });
  });
}

/** Stores the group's next version and the event that tells of it. */
async function save(
  services: TypeServices,
  request: ScimRequest,
  transaction: DirectoryTransaction,
  write: {
    readonly before: GroupRecord | undefined;
    readonly changed: GroupRecord;
    readonly operation: EventOperation;
    readonly members: MembershipChange;
    readonly rules: readonly AppliedRule[];
    readonly notes?: ToleranceNotes;
  },
): Promise<GroupRecord> {
  const { before, changed, operation, members, rules, notes } = write;
  const group = { ...changed, version: (before?.version ?? 0) + 1, lastModified: services.now() };
  const form = searchForm(services.type.attributes, groupResource(group, request.baseUrl));
  if (before === undefined) await transaction.insertGroup(group, form);
  else await transaction.replaceGroup(before, group, form);
  const event = eventOf(services, request, {
    resourceType: 'Group',
    resourceId: group.id,
    version: group.version,
    operation,
    ...difference(before === undefined ? {} : groupFacts(before), groupFacts(group)),
    membersAdded: members.added,
    membersRemoved: members.removed,
    rules,
    tolerances: notes?.list() ?? [],
  });
  await transaction.record(event);
  return group;
}

async function liveGroup(
  transaction: DirectoryTransaction,
  request: ScimRequest,
  id: string,
): Promise<GroupRecord> {
  const group = await transaction.liveGroup(request.customer.id, id);
  if (group === undefined) throw notFound('Group', id);
  assertMatches(request.ifMatch, group.version);
  return group;
}
