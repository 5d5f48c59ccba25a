// The words by which rows of the sync log are told apart: what was asked, and what became of it. Pure, and known to the console too.

/** What an event or a refused request did or would have done; `other`: nothing of SCIM's. */
export const LOG_ACTIONS = [
  'create',
  'replace',
  'patch',
  'delete',
  'return',
  'configure',
  'approve',
  'withdraw',
  'read',
  'search',
  'bulk',
  'other',
] as const;
export type LogAction = (typeof LOG_ACTIONS)[number];

/**
 * - `done`: it was carried out and is an event
 * - `refused`: answered 4xx; `held`: by the mass-disable brake, and waits for an admin
 * - `failed`: answered 5xx, or the client went away before its answer
 */
export const LOG_STATUSES = ['done', 'refused', 'held', 'failed'] as const;
export type LogStatus = (typeof LOG_STATUSES)[number];
