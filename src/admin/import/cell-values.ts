// Reads what one cell says: yes or no, a list of libraries. Pure.

import { splitAssignment } from '../../directory/assignments';
import type { JsonObject } from '../../directory/json';
import { RefusedRow } from './outcome';

const YES = ['yes', 'y', 'true', '1', 'on', 'enabled', 'active', 'allowed', 'x'];
const NO = ['no', 'n', 'false', '0', 'off', 'disabled', 'inactive', 'denied'];

/** @throws RefusedRow; an empty cell is neither */
export function yesOrNo(field: string, cell: string): boolean {
  const text = cell.toLowerCase();
  if (YES.includes(text)) return true;
  if (NO.includes(text)) return false;
  const said = cell === '' ? 'the cell is empty' : `${JSON.stringify(cell)} is neither`;
  throw new RefusedRow(
    `${field}: ${said}; known: ${YES.slice(0, 6).join(', ')} or ${NO.slice(0, 6).join(', ')}`,
  );
}

/** `LIB1:ROLE_A;LIB2::disabled`: library, role, and whether the sign-in there is disabled. */
export function libraryRows(cell: string): readonly JsonObject[] {
  return listed(cell).map((text) => {
    const isDisabled = /:disabled$/i.test(text);
    const { library, role } = splitAssignment(isDisabled ? text.slice(0, -':disabled'.length) : text);
    return { value: library, ...(role === undefined ? {} : { role }), signInEnabled: !isDisabled };
  });
}

/** Separated by semicolons, bars or line breaks. */
export function listed(cell: string): readonly string[] {
  return cell
    .split(/[;|\r\n]/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
