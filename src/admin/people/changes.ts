// What each action makes of a person, what is said of it, and where it makes no sense. Pure; stores nothing.

import { sameName } from '../../directory/comparison';
import type { Customer } from '../../directory/customer';
import type { EventOperation } from '../../directory/event';
import {
  mayReturn,
  RETURN_APPROVAL_DAYS,
  withApproval,
  withoutApproval,
} from '../../directory/return-approval';
import { disabledEverywhere } from '../../directory/user';
import type { UserRecord } from '../../directory/user-record';
import { AdminFailure } from '../failure';
import { calledInWords } from './named-person';

export interface Change {
  readonly user: UserRecord;
  readonly operation: EventOperation;
  readonly done: readonly string[];
  readonly warnings: readonly string[];
  /** How it is taken back, besides by its event. */
  readonly instead: string;
}

interface Now {
  readonly customer: Customer;
  readonly now: Date;
}

/** @throws AdminFailure `conflict` where the person is not as the action needs it */
export type Decide = (user: UserRecord, now: Now) => Change;

export const disable: Decide = (user, { customer }) => {
  const name = calledInWords(user);
  if (user.deletedAt !== null)
    throw conflict(`${name} was deleted on ${day(user.deletedAt)} and cannot sign in already.`);
  if (!user.signInEnabled) throw conflict(`The sign-in of ${name} is disabled already; nothing was changed.`);
  const memberships =
    customer.rules.membershipsOnDisable === 'keep'
      ? 'Memberships in groups stay; cleaning up takes them away.'
      : 'Memberships in groups are taken away, and given back when the sign-in is enabled again.';
  return {
    user: { ...user, signInEnabled: false, activeUnassigned: false },
    operation: 'patch',
    done: [`${name} can no longer sign in to iManage.`, memberships],
    warnings: [
      `The identity provider does not know of it: when it next says that ${name} is active, the sign-in is enabled again. ` +
        'Disable the person there, too.',
    ],
    instead: 'enable the sign-in',
  };
};

export const enable: Decide = (user, { customer }) => {
  const name = calledInWords(user);
  if (user.deletedAt !== null)
    throw conflict(
      `${name} was deleted on ${day(user.deletedAt)}. Assign the person at the identity provider again; if it is refused ` +
        'there because the User ID was used before, approve the return here.',
    );
  if (user.signInEnabled) throw conflict(`${name} can sign in already; nothing was changed.`);
  const { user: enabled, done, warnings } = signedIn(user, customer);
  return {
    user: enabled,
    operation: 'patch',
    done: [`${name} can sign in to iManage.`, ...done],
    warnings: [
      ...warnings,
      `The identity provider may disable ${name} again with its next sync, unless the person is active there.`,
    ],
    instead: 'disable the sign-in',
  };
};

/** Rule 3.3. What becomes of libraries that an undo itself puts back is said by the undo. */
export function signedIn(user: UserRecord, { rules }: Customer): Pick<Change, 'user' | 'done' | 'warnings'> {
  const kept = rules.reenableLibraries === 'restore' ? user : disabledEverywhere(user);
  const libraries = kept.assignments.filter((row) => row.signInEnabled).map(({ library }) => library);
  const locked = user.locked
    ? [
        'The person is locked after failed sign-ins as well, which is not the same: unlock them in Control Center.',
      ]
    : [];
  return {
    user: { ...kept, signInEnabled: true, activeUnassigned: false },
    done: libraries.length === 0 ? [] : [`Enabled in: ${libraries.join(', ')}.`],
    warnings:
      libraries.length > 0
        ? locked
        : [
            'No library is enabled, so there is nothing to work in yet: enable those that are needed.',
            ...locked,
          ],
  };
}

export function enableLibrary(wanted: string): Decide {
  return (user, { customer }) => {
    const name = calledInWords(user);
    const row = rowOf(user, wanted);
    if (user.deletedAt !== null)
      throw conflict(`${name} was deleted on ${day(user.deletedAt)}; no library can be enabled.`);
    if (row.signInEnabled)
      throw conflict(`${name} can sign in to ${row.library} already; nothing was changed.`);
    if (!customer.libraries.some(({ id }) => id === row.library))
      throw conflict(`The library ${row.library} is no longer in the catalogue; it cannot be enabled.`);
    return {
      user: withLibrary(user, row.library, true),
      operation: 'patch',
      done: [`${name} can work in ${row.library} as ${row.role}.`],
      warnings: user.signInEnabled
        ? [mayChange(name)]
        : [`The global sign-in of ${name} is disabled; the library counts only once it is enabled.`],
      instead: 'disable the library',
    };
  };
}

export function disableLibrary(wanted: string): Decide {
  return (user) => {
    const name = calledInWords(user);
    const row = rowOf(user, wanted);
    if (!row.signInEnabled)
      throw conflict(`${name} cannot sign in to ${row.library} already; nothing was changed.`);
    const changed = withLibrary(user, row.library, false);
    const isLast = changed.signInEnabled && !changed.assignments.some(({ signInEnabled }) => signInEnabled);
    return {
      user: changed,
      operation: 'patch',
      done: [`${name} can no longer sign in to ${row.library}; the role ${row.role} stays known.`],
      warnings: [
        ...(isLast ? ['It was the last library: the person takes a seat and can work nowhere.'] : []),
        ...(user.deletedAt === null ? [mayChange(name)] : []),
      ],
      instead: 'enable the library',
    };
  };
}

export const approveReturn: Decide = (user, { now }) => {
  const name = calledInWords(user);
  if (user.deletedAt === null)
    throw conflict(
      `${name} was not deleted, so there is no return to approve. To let the person in, enable the sign-in.`,
    );
  if (mayReturn(user, now))
    throw conflict(`The return of ${name} is approved already, until ${until(user)}.`);
  const approved = withApproval(user, now);
  const names = `userName ${JSON.stringify(text(user.profile['userName']))}`;
  const userId = user.userId === null ? '' : ` or the User ID ${JSON.stringify(user.userId)}`;
  return {
    user: approved,
    operation: 'approve',
    done: [
      `${name} may come back once, until ${until(approved)}, ${RETURN_APPROVAL_DAYS} days from now: the next creation with the ` +
        `${names}${userId} brings back the same iManage user, whatever its externalId.`,
    ],
    warnings: [
      'Approve it only for the same person: whoever comes back has the history and the libraries of this one.',
    ],
    instead: 'withdraw the approval',
  };
};

export const withdrawReturn: Decide = (user, { now }) => {
  const name = calledInWords(user);
  if (!mayReturn(user, now))
    throw conflict(`No return of ${name} is approved: it never was, it was used, or it has ended.`);
  return {
    user: withoutApproval(user),
    operation: 'withdraw',
    done: [`The approval is withdrawn: ${name} does not come back under another externalId.`],
    warnings: [],
    instead: 'approve the return again',
  };
};

/** As a request would: what it says of the libraries is no longer what made them what they are. */
function withLibrary(user: UserRecord, library: string, signInEnabled: boolean): UserRecord {
  const assignments = user.assignments.map((row) =>
    row.library === library ? { ...row, signInEnabled } : row,
  );
  return { ...user, assignments, placedBy: null };
}

function rowOf(user: UserRecord, wanted: string): UserRecord['assignments'][number] {
  const row = user.assignments.find(({ library }) => sameName(library, wanted));
  if (row !== undefined) return row;
  const held = user.assignments.map(({ library }) => library).join(', ');
  throw conflict(
    `${calledInWords(user)} is not assigned to the library ${JSON.stringify(wanted)}, only to: ${held}. ` +
      'A library is given with its role, at the identity provider.',
  );
}

function mayChange(name: string): string {
  return `The identity provider may change it again when it next says in which libraries ${name} works.`;
}

function until({ returnApprovedUntil }: UserRecord): string {
  return returnApprovedUntil === undefined ? '' : day(returnApprovedUntil);
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function conflict(detail: string): AdminFailure {
  return new AdminFailure('conflict', detail);
}
