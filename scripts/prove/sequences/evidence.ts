// Owns what is known of one sequence once it is over: each request with its answer, and what the database holds of it. Judges nothing.
import type { mongo } from 'mongoose';
import type {
  EventDocument,
  GroupDocument,
  MembershipDocument,
  UserDocument,
} from '../../../src/store/documents';
import type { ScimAnswer } from '../scim-client';
import type { Call } from './call';

export interface Told {
  readonly call: Call;
  readonly answer: Pick<ScimAnswer, 'status' | 'headers' | 'body'>;
}

export interface Evidence {
  /** In the order in which they were sent, one after the other. */
  readonly told: readonly Told[];
  readonly users: readonly UserDocument[];
  readonly groups: readonly GroupDocument[];
  readonly memberships: readonly MembershipDocument[];
  /** Of these people and groups, also from before the sequence; by version. */
  readonly events: readonly EventDocument[];
}

interface Named {
  readonly userIds: ReadonlySet<string>;
  readonly groupIds: ReadonlySet<string>;
}

/** Nobody may write about them meanwhile. */
export async function collectEvidence(
  database: mongo.Db,
  customer: string,
  { userIds, groupIds }: Named,
  told: readonly Told[],
): Promise<Evidence> {
  const ids = [...userIds, ...groupIds];
  const [users, groups, events] = await Promise.all([
    database
      .collection<UserDocument>('users')
      .find({ _id: { $in: [...userIds] } })
      .toArray(),
    database
      .collection<GroupDocument>('groups')
      .find({ _id: { $in: [...groupIds] } })
      .toArray(),
    database
      .collection<EventDocument>('events')
      .find({ customer, resourceId: { $in: ids } })
      .sort({ version: 1 })
      .toArray(),
  ]);
  const sets = groups.map(({ memberSet }) => memberSet);
  const memberships = await database
    .collection<MembershipDocument>('memberships')
    .find({ customer, set: { $in: sets } })
    .toArray();
  return { told, users, groups, memberships, events };
}

export function requestIdOf({ answer }: Told): string {
  return String(answer.headers['x-request-id'] ?? '');
}
