// What this house knows of one HTTP request while it is under way, kept on its own response and nowhere else.

import type { Response } from 'express';
import type { JsonObject } from '../directory/json';
import type { RefusalRule } from '../directory/refusal-rule';
import type { Connection } from './connection';
import type { ScimPath } from './scim-paths';

export interface Locals {
  requestId: string;
  /** Set once a token was accepted. */
  connection?: Connection;
  /** By which credential of the connection: the id of its token, or of its OAuth client. */
  token?: string;
  /** Whose token it was that is known, but expired or revoked: the refusal is told to that customer. */
  knownAs?: { readonly customer: string; readonly connection: string; readonly token: string };
  /** The admin who asks, where it is no SCIM client. */
  adminName?: string;
  /** Where below the SCIM base it goes, once its path was understood. */
  place?: ScimPath;
  /** What it was answered: JSON, or the beginning of a long text; undefined: nothing. */
  answer?: JsonObject | string;
  /** What was put up with, whether or not the request was refused in the end. */
  tolerances?: Set<string>;
  /** Why the request was refused, for the logs. */
  refusal?: { readonly scimType: string | null; readonly detail: string; readonly rule?: RefusalRule };
}

export function localsOf(response: Response): Locals {
  return response.locals as Locals;
}
