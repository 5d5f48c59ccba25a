// What an event changed, value by value, as texts that people can compare. Pure.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json';
import { sameJson } from '../event';
import { attributeLabel } from './event-sentence';

export interface DiffRow {
  readonly attribute: string;
  /** Null: there was no value, or there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

const HIDDEN = 'not shown';
const DEPTH_MAX = 3;

/** @param hidden attributes that nobody is shown, in lower case: that they changed is told, not how */
export function eventDiff(
  { before, after }: { readonly before: JsonObject; readonly after: JsonObject },
  hidden: ReadonlySet<string>,
): readonly DiffRow[] {
  return rowsIn(before, after, { path: '', depth: 0, hidden });
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly hidden: ReadonlySet<string>;
}

function rowsIn(before: JsonObject, after: JsonObject, { path, depth, hidden }: Place): readonly DiffRow[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): readonly DiffRow[] => {
    const [was, is] = [before[name], after[name]];
    if (sameJson(was, is)) return [];
    const attribute = path === '' ? attributeLabel(name) : `${path}: ${attributeLabel(name)}`;
    if (hidden.has(name.toLowerCase()))
      return [
        { attribute, before: was === undefined ? null : HIDDEN, after: is === undefined ? null : HIDDEN },
      ];
    const isNested = [was, is].every((value) => value === undefined || isJsonObject(value));
    if (isNested && depth < DEPTH_MAX)
      return rowsIn(objectIn(was), objectIn(is), { path: attribute, depth: depth + 1, hidden });
    return [{ attribute, before: shown(was), after: shown(is) }];
  });
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function shown(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (isJsonArray(value)) return value.map(elementText).join('; ');
  return elementText(value);
}

function elementText(value: JsonValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  // A library with its role, as everywhere else.
  if (typeof value['library'] === 'string' && typeof value['role'] === 'string')
    return `${value['library']}:${value['role']}${value['signInEnabled'] === false ? ' (disabled)' : ''}`;
  const { value: held, type, primary, ...rest } = value;
  if (
    held === undefined ||
    isJsonObject(held) ||
    Object.keys(rest).some((name) => name !== 'display' && name !== '$ref')
  )
    return JSON.stringify(value);
  const marks = [...(typeof type === 'string' ? [type] : []), ...(primary === true ? ['primary'] : [])];
  return `${elementText(held)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}
