// The line that each sign-in, refused sign-in and sign-out leaves in the log: who, what, when, where. Knows no secret.

import type { Request, Response } from 'express';
import type { AdminSession } from '../../directory/admin-session';
import { clientKind } from '../../log/client-kind';
import type { Logger } from '../../log/logger';
import { localsOf } from '../locals';

export interface SignInLog {
  signedIn(request: Request, response: Response, session: Pick<AdminSession, 'name' | 'how'>): void;
  /** @param who null where nobody was proved */
  refused(
    request: Request,
    response: Response,
    refusal: { readonly who: string | null; readonly reason: string },
  ): void;
  signedOut(request: Request, response: Response, session: Pick<AdminSession, 'name' | 'how'>): void;
}

/** The request log keeps the same by the request's id: the name stands in its locals. */
export function signInLog(logger: Logger): SignInLog {
  const where = (request: Request, response: Response): Readonly<Record<string, unknown>> => ({
    requestId: localsOf(response).requestId,
    address: request.socket.remoteAddress ?? null,
    client: clientKind(request.headers),
  });
  return {
    signedIn(request, response, { name, how }) {
      localsOf(response).adminName = name;
      logger.info('an admin signed in', { admin: name, how, ...where(request, response) });
    },
    refused(request, response, { who, reason }) {
      if (who !== null) localsOf(response).adminName = who;
      logger.warn('an admin sign-in was refused', { admin: who, reason, ...where(request, response) });
    },
    signedOut(request, response, { name, how }) {
      localsOf(response).adminName = name;
      logger.info('an admin signed out', { admin: name, how, ...where(request, response) });
    },
  };
}
