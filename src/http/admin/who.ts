// Who asks: what the steps that found out leave behind for those that carry out. Knows neither cookies nor tokens.

import type { Response } from 'express';
import type { RoleOf } from '../../admin/roles';
import { localsOf } from '../locals';

export interface Who {
  readonly name: string;
  readonly via: 'console' | 'command-line';
  /** Undefined where the customer is none of theirs. */
  readonly roleOf: RoleOf;
  /** Showed who they are a short while ago. */
  readonly isFresh: boolean;
  /** For what lasts longer than a request: whether a sign-out meanwhile ended it. */
  isStillSignedIn(): Promise<boolean>;
}

interface WhoLocals {
  who?: Who;
}

export function rememberWho(response: Response, who: Who): void {
  (response.locals as WhoLocals).who = who;
  localsOf(response).adminName = who.name;
}

/** @throws Error where no step found out, which is a bug */
export function whoOf(response: Response): Who {
  const { who } = response.locals as WhoLocals;
  if (who === undefined) throw new Error('a request of nobody came past the sign-in');
  return who;
}
