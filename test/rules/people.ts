// People as the rule tests place them in libraries, and how a test reads where somebody is placed.

import { IMANAGE, person, type Body } from '../http/scim-client';
import { imanage } from './firms';

/** Preferred, enabled, and disabled on purpose, in the libraries of firms.ts. */
export function placed(userName: string, more: object = {}): object {
  const libraries = [
    { value: 'ACTIVE', role: 'PARTNER', preferred: true },
    { value: 'ARCHIVE', role: 'PARALEGAL' },
    { value: 'CLOSED', signInEnabled: false },
  ];
  return person(userName, { [IMANAGE]: { libraries }, ...more });
}

/** Of a placed person, as `placement` has it. */
export const PLACED = '*ACTIVE:PARTNER ARCHIVE:PARALEGAL -CLOSED:DEFAULT';
export const PLACED_ALL_DISABLED = '*-ACTIVE:PARTNER -ARCHIVE:PARALEGAL -CLOSED:DEFAULT';

interface LibraryRow {
  readonly value: string;
  readonly role: string;
  readonly signInEnabled: boolean;
  readonly preferred: boolean;
}

/** `*` before the preferred library, `-` before one whose sign-in is disabled: `*ACTIVE:DEFAULT -TAX:READER`. */
export function placement(user: Body): string {
  const libraries = imanage(user)['libraries'] as readonly LibraryRow[];
  return libraries
    .map(({ value, role, signInEnabled, preferred }) => {
      const marks = `${preferred ? '*' : ''}${signInEnabled ? '' : '-'}`;
      return `${marks}${value}:${role}`;
    })
    .join(' ');
}

/** The path of an attribute in the iManage extension of a user. */
export const at = (name: string): string => `${IMANAGE}:${name}`;

export const replace = (path: string, value: unknown): object => ({ op: 'replace', path, value });
