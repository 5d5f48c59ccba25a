// The iManage group as the gateway keeps it (imanage-model.md §1); its members are rows of their own.

import type { JsonObject } from './json';

export interface GroupRecord {
  readonly id: string;
  readonly customer: string;
  /** Rises by one with every change of the group or of its members; the ETag. */
  readonly version: number;
  readonly created: Date;
  readonly lastModified: Date;
  /** Set while the group is deleted for SCIM; its groupId stays taken (rule 3.5). */
  readonly deletedAt: Date | null;
  /** displayName, externalId: every attribute that is not iManage's own. */
  readonly profile: JsonObject;
  readonly groupId: string;
  /** Null for a global group. */
  readonly library: string | null;
  readonly external: boolean;
  readonly enabled: boolean;
  /** Ids of the groups whose people are members, too: iManage nests none (rule nestedGroups). */
  readonly nestedGroups: readonly string[];
}

/** What one request asks of the iManage side of a group; an absent member was not named or is already so. */
export interface GroupInput {
  readonly groupId?: string | null;
  readonly library?: string | null;
  readonly external?: boolean | null;
  readonly enabled?: boolean | null;
}

/** A member as it is shown: a live user of the customer, with the displayName that was sent, if any. */
export interface Member {
  readonly id: string;
  readonly display: string | undefined;
}

/** A group as it is shown in a user's `groups`. */
export interface GroupReference {
  readonly id: string;
  readonly display: string;
}
