// What the menus of the sync log offer: every name with its words, and whether there is a row of it. Pure.

import { APPLIED_WORDS } from '../../directory/applied-words';
import { LOG_ACTIONS, LOG_STATUSES, type LogAction, type LogStatus } from '../../directory/log-row';
import { REFUSAL_WORDS } from '../../directory/refusals/table';
import type { LogFacet } from '../../directory/sync-log';
import { toleranceLabel, TOLERANCES } from '../../scim/tolerance-words';
import type { AnswerOf } from '../contract';
import type { LOG } from '../contract/log';

type Choices = AnswerOf<(typeof LOG)['log.choices']>;

const ACTIONS: Readonly<Record<LogAction, string>> = {
  create: 'Create',
  replace: 'Replace (PUT)',
  patch: 'Change (PATCH)',
  delete: 'Delete',
  return: 'Return',
  configure: 'Change of settings',
  approve: 'Return approved',
  withdraw: 'Approval withdrawn',
  read: 'Read',
  search: 'Search',
  bulk: 'Bulk',
  other: 'Other request',
};

const STATUSES: Readonly<Record<LogStatus, string>> = {
  done: 'Done',
  refused: 'Refused',
  held: 'Held',
  failed: 'Failed',
};

const BY_HAND: Readonly<Record<string, string>> = { console: 'Console', 'command-line': 'Command line' };

export function choicesOf(facets: readonly LogFacet[], connections: readonly string[]): Choices {
  const used = (values: (facet: LogFacet) => readonly (string | null)[]): ReadonlySet<string | null> =>
    new Set(facets.flatMap(values));
  const named = used(({ connection }) => [connection]);
  const actions = used(({ action }) => [action]);
  const statuses = used(({ status }) => [status]);
  const rules = used(({ rules: held }) => held);
  const tolerances = used(({ tolerances: held }) => held);
  const known = [...new Set([...connections, ...named])].filter((name) => name !== null && name !== '');
  return {
    connections: known.map((name) => ({
      name: name ?? '',
      label: BY_HAND[name ?? ''] ?? name ?? '',
      used: named.has(name),
    })),
    actions: LOG_ACTIONS.map((name) => ({ name, label: ACTIONS[name], used: actions.has(name) })),
    statuses: LOG_STATUSES.map((name) => ({ name, label: STATUSES[name], used: statuses.has(name) })),
    rules: [...rulesOf(APPLIED_WORDS, 'applied', rules), ...rulesOf(REFUSAL_WORDS, 'refuses', rules)],
    tolerances: TOLERANCES.map((name) => ({ name, label: toleranceLabel(name), used: tolerances.has(name) })),
  };
}

function rulesOf(
  table: Readonly<Record<string, { readonly label: string }>>,
  kind: 'applied' | 'refuses',
  used: ReadonlySet<string | null>,
): Choices['rules'] {
  return Object.entries(table).map(([name, { label }]) => ({ name, label, used: used.has(name), kind }));
}
