// Owns storing one group's next version with the event that tells of it. Must not know what was asked, nor of rules.

import { groupFacts, type AppliedRule, type EventOperation } from '../../directory/event';
import type { GroupRecord } from '../../directory/group-record';
import { recordForm } from '../schema/own-form';
import { ownDifference } from '../schema/own-rules';
import type { Tolerance } from '../tolerance';

import { groupResource } from './group-resource';
import type { MembershipChange } from './membership-change';
import { eventOf, type ResourceWrite } from './services';

export interface SavedChange {
  readonly operation: EventOperation;
  readonly members: MembershipChange;
  readonly rules: readonly AppliedRule[];
  readonly tolerances: readonly Tolerance[];
}

/** @param before undefined for a group that is new */
export async function saveGroup(
  { services, request, transaction }: ResourceWrite,
  before: GroupRecord | undefined,
  changed: GroupRecord,
  { operation, members, rules, tolerances }: SavedChange,
): Promise<GroupRecord> {
  const group =
    before === undefined
      ? changed
      : { ...changed, version: before.version + 1, lastModified: services.now() };
  const form = recordForm(services.groupType, groupResource(group, request.baseUrl));
  if (before === undefined) await transaction.insertGroup(group, form);
  else await transaction.replaceGroup(before, group, form);
  const event = eventOf(services, request, {
    resourceType: 'Group',
    resourceId: group.id,
    version: group.version,
    operation,
    ...ownDifference(services.groupType, before === undefined ? {} : groupFacts(before), groupFacts(group)),
    membersAdded: members.added,
    membersRemoved: members.removed,
    ...(members.moved === undefined ? {} : { moved: members.moved }),
    rules,
    tolerances,
  });
  await transaction.record(event);
  return group;
}
