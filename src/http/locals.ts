// What this house knows of one HTTP request while it is under way, kept on its own response and nowhere else.

import type { Response } from 'express';
import type { Connection } from './connection';

export interface Locals {
  requestId: string;
  /** Set once a token was accepted. */
  connection?: Connection;
  /** Why the request was refused, for the logs. */
  refusal?: { readonly scimType: string | null; readonly detail: string };
}

export function localsOf(response: Response): Locals {
  return response.locals as Locals;
}
