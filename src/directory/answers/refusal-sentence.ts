// A refused request in one sentence, as a headline of the sync log: who wanted what, and which rule was against it. Pure.

import type { LogAction } from '../log-row';
import { refusedStatus } from '../request-log';
import { REFUSAL_WORDS } from '../refusals/table';
import type { KeptRequest } from '../sync-log';
import { actorName } from './event-sentence';

const WANTED: Readonly<Record<LogAction, string>> = {
  create: 'create',
  replace: 'change',
  patch: 'change',
  delete: 'delete',
  return: 'bring back',
  configure: 'configure',
  approve: 'approve',
  withdraw: 'withdraw',
  read: 'read',
  search: 'search for',
  bulk: 'carry out',
  other: 'ask for',
};

/** @param name of whom or what the request is about; undefined where nobody knows */
export function refusalSentence(request: KeptRequest, name: string | undefined): string {
  const { connection, client, admin, action, disables, rule } = request;
  const who = actorName({ connection, client: admin ?? client });
  const verb = disables.length > 0 && action !== 'delete' ? 'disable' : WANTED[action];
  const whole = `${verb} ${name ?? target(request)}`;
  const { label } = REFUSAL_WORDS[rule ?? 'other'];
  const why = label.charAt(0).toLowerCase() + label.slice(1);
  const status = refusedStatus(request);
  if (status === 'held')
    return `${who} wanted to ${whole}; held back by the mass-disable brake until an admin decides`;
  return status === 'failed'
    ? `${who} wanted to ${whole}; it failed: ${why}`
    : `${who} was not allowed to ${whole}: ${why}`;
}

function target({ action, resourceType, resourceId, url }: KeptRequest): string {
  if (action === 'bulk') return 'a bulk request';
  if (resourceType === null) return url.split('?', 1)[0] ?? url;
  const type = resourceType === 'User' ? 'a person' : resourceType === 'Group' ? 'a group' : resourceType;
  return resourceId === null ? type : `${type} (${resourceId})`;
}
