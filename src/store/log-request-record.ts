// A line of the request log as it is read: what it leaves out is filled in. Pure.

import { refusedStatus } from '../directory/request-log';
import type { KeptRequest } from '../directory/sync-log';
import type { RequestDocument } from './documents';

/** What a line leaves out where it says nothing, and what those from before the sync log do not say. */
const OLDER = {
  token: null,
  admin: null,
  address: null,
  action: 'other',
  resourceType: null,
  resourceId: null,
  scimType: null,
  detail: null,
  rule: null,
  tolerances: [],
  request: null,
  answer: null,
  about: [],
  words: [],
  name: null,
  disables: [],
} as const satisfies Partial<KeptRequest>;

export function keptRequest({ _id, kind, refusedDisable, ...request }: RequestDocument): KeptRequest {
  const whole = { ...OLDER, ...request };
  return refusedStatus(whole) !== null && whole.rule === null ? { ...whole, rule: 'other' } : whole;
}
