// The iManage user as the gateway keeps it (imanage-model.md §1); the rules that change it are in user.ts.

import type { JsonObject } from './json';

/** A user in one library: exactly one role, one sign-in flag; a row is never taken away. */
export interface Assignment {
  readonly library: string;
  readonly role: string;
  readonly signInEnabled: boolean;
}

export interface UserRecord {
  readonly id: string;
  readonly customer: string;
  /** Rises by one with every change; the ETag. */
  readonly version: number;
  readonly created: Date;
  readonly lastModified: Date;
  /** Set while the person is deleted for SCIM; the iManage record stays (rule 3.1). */
  readonly deletedAt: Date | null;
  /** Until then a creation that names another externalId brings the deleted person back, once (rule 3.2). */
  readonly returnApprovedUntil?: Date;
  /** Every other attribute of the person as accepted: userName, name, emails, enterprise extension … */
  readonly profile: JsonObject;
  /** Null until a usable one was given: at most 64 characters without white space (rule 3.9). */
  readonly userId: string | null;
  /** The User ID that was asked for while iManage could not hold it; answered as sent until a usable one comes. */
  readonly unusableUserId: string | null;
  /** The User ID that was asked for where another person has or had it and this one got a suffix (rule 3.2). */
  readonly suffixedFrom: string | null;
  readonly fullName: string;
  readonly email: string | null;
  /** Since when the user has this address: of several with the same one the first counts as having it (rule 3.9). */
  readonly emailSince: Date;
  /** Under strict validation nobody else can take the address (rule 3.9). */
  readonly emailClaimed: boolean;
  /** Global sign-in status: SCIM `active`. */
  readonly signInEnabled: boolean;
  /** After failed sign-ins, as iManage last told; independent of the sign-in status. */
  readonly locked: boolean;
  /** A client took `active` away: the attribute is not shown, the sign-in stays as it is. */
  readonly activeUnassigned: boolean;
  readonly external: boolean;
  readonly preferredLibrary: string;
  readonly location: string | null;
  readonly accountType: 'enterprise' | 'virtual';
  readonly assignments: readonly Assignment[];
  /**
   * SHA-256 of what a request said of libraries and roles when it made preferred library, assignments, `external` and the
   * assignments in `roles` what they are; null where no request did. The same again is a retry: it has been done (rule 3.10).
   */
  readonly placedBy: string | null;
}

/** One row of `libraries`: what a request asks for one library. */
export interface LibraryInput {
  readonly library: string;
  readonly role: string | undefined;
  readonly signInEnabled: boolean | undefined;
  readonly preferred: boolean | undefined;
}

/**
 * What one request asks of the iManage side. An absent member was not named, or names what is already so;
 * null takes the value back to its default.
 */
export interface UserInput {
  readonly signInEnabled?: boolean | null;
  readonly userId?: string | null;
  readonly external?: boolean | null;
  readonly preferredLibrary?: string | null;
  readonly role?: string | null;
  readonly location?: string | null;
  readonly accountType?: string | null;
  /** The full picture: a library that is not in it has its sign-in disabled. */
  readonly libraries?: readonly LibraryInput[];
  /** Single libraries; nothing is said of the others. Ranks as `libraries`. */
  readonly libraryRows?: readonly LibraryInput[];
  /** The full picture as one text: `LIB1:ROLE_A;LIB2`. */
  readonly libraryAssignments?: string | null;
  /** `LIBRARY:ROLE` values that came into `roles`, and those that left it. */
  readonly rolesAdded?: readonly string[];
  readonly rolesRemoved?: readonly string[];
}
