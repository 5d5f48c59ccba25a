// What happened to a connection, in words for an admin, from its event alone. Pure.

import type { DirectoryEvent } from '../event';
import type { JsonValue } from '../json';

/** One phrase for each thing that happened. */
export function connectionWords({
  before,
  after,
}: Pick<DirectoryEvent, 'before' | 'after'>): readonly string[] {
  const names = Object.keys({ ...before, ...after });
  // Of a connection that is new, kind and period are as chosen when it was made.
  if (before['name'] === undefined && after['name'] !== undefined)
    return [
      `connection "${text(after['name'])}" made`,
      ...names.filter(isCredential).map((name) => credentialWords(name, undefined, after[name])),
    ];
  return names.map((name) => {
    const [was, is] = [before[name], after[name]];
    if (name === 'removed') return 'connection removed: its tokens open nothing any more';
    if (name === 'name') return `renamed from "${text(was)}" to "${text(is)}"`;
    if (isCredential(name)) return credentialWords(name, was, is);
    return `${LABELS[name] ?? name} from ${text(was ?? 'as the profile says')} to ${text(is ?? 'as the profile says')}`;
  });
}

const LABELS: Readonly<Record<string, string>> = {
  syncPeriodMinutes: 'sync period in minutes',
  kind: 'identity provider',
};

function isCredential(name: string): boolean {
  return /^(token|OAuth client) /.test(name);
}

/** What is kept of a configured credential is only what was changed of it. */
function credentialWords(name: string, was: JsonValue | undefined, is: JsonValue | undefined): string {
  const now = text(is);
  if (now === 'revoked') return `${name} revoked`;
  if (was === 'revoked') return `${name} let in again`;
  if (was === undefined && name.startsWith('token …')) return `${name} made, ${now}`;
  return `${name} now ${now}`;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
