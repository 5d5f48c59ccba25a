// A customer with three libraries and the stamp of a new record, for tests of the iManage rules.

import type { Customer, Library, Role, Rules } from '../../src/directory/customer';
import type { JsonObject } from '../../src/directory/json';
import { newUser, type Stamp } from '../../src/directory/user';
import type { UserInput, UserRecord } from '../../src/directory/user-record';

function role(id: string, external = false): Role {
  return { id, description: '', external, controlCenterAccess: 'none', privileges: [] };
}

function library(id: string, roles: readonly Role[]): Library {
  const builtIn = [role('DEFAULT'), role('DEFAULT EXTERNAL', true)];
  return { id, displayName: id, type: 'worksite', hidden: false, roles: [...builtIn, ...roles] };
}

/** As contract.md has them. */
const DEFAULT_RULES: Rules = {
  reenableLibraries: 'restore',
  membershipsOnDisable: 'keep',
  userIdConflict: 'reject',
  validation: 'lenient',
  groupNamePrefix: 'ignore',
  reservedGroups: 'refuse',
  nestedGroups: 'refuse',
  massDisable: { mode: 'warn', count: 25, percent: 10, windowMinutes: 60 },
};

export function firm(rules: Partial<Rules> = {}): Customer {
  return {
    id: 'firm',
    name: 'Firm',
    defaultLibrary: 'ACTIVE',
    libraries: [
      library('ACTIVE', [role('PARALEGAL'), role('PARTNER'), role('CLIENT', true)]),
      library('ARCHIVE', [role('READER')]),
      library('TAX', [role('GUEST', true)]),
    ],
    rules: { ...DEFAULT_RULES, ...rules },
  };
}

export const STAMP: Stamp = { id: 'id-1', now: new Date('2026-01-31T09:00:00Z') };

export function userOf(input: UserInput = {}, profile: JsonObject = { userName: 'ada' }): UserRecord {
  return newUser(firm(), profile, input, STAMP);
}

/** What the work throws, as code and message; a test that expects a refusal compares it. */
export function refusalOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
