// What of a stored document a record is made of, and making a person's. Must not know how documents are stored or found.

import type { UserRecord } from '../directory/user-record';
import type { UserDocument } from './documents';

/** Leaves out of a document what no record has, which is for searches and lists, and more than half of it. */
export const RECORD_ONLY = {
  ...{ search: 0, live: 0, words: 0, former: 0, nameOrder: 0, kind: 0 },
  ...{ userIdKey: 0, emailKey: 0, emailClaim: 0, groupIdKey: 0, nameKey: 0 },
} as const;

/** Named one by one: to take away what is no part of a record takes ten times as long, and is done for everybody on a page. */
export function userRecord(document: UserDocument): UserRecord {
  const { returnApprovedUntil } = document;
  return {
    id: document._id,
    customer: document.customer,
    version: document.version,
    created: document.created,
    lastModified: document.lastModified,
    deletedAt: document.deletedAt,
    ...(returnApprovedUntil === undefined ? {} : { returnApprovedUntil }),
    profile: document.profile,
    userId: document.userId,
    unusableUserId: document.unusableUserId,
    suffixedFrom: document.suffixedFrom,
    fullName: document.fullName,
    email: document.email,
    emailSince: document.emailSince,
    emailClaimed: document.emailClaimed,
    signInEnabled: document.signInEnabled,
    locked: document.locked,
    activeUnassigned: document.activeUnassigned,
    external: document.external,
    preferredLibrary: document.preferredLibrary,
    location: document.location,
    accountType: document.accountType,
    assignments: document.assignments,
    placedBy: document.placedBy,
  };
}
