// What the profile of a connection asks of a request before its body is read; knows no resource and no operation.

import type { Request, RequestHandler, Response } from 'express';
import { ScimFailure } from '../scim/failure';
import { assertTolerated, DEFAULT_PROFILE, type Profile } from '../scim/profile';
import { queryOf } from './authenticate';
import { localsOf } from './locals';

/** Those of RFC 7644 §3.4.2 and §3.9, and RFC 9865. */
const PARAMETERS = new Set([
  'filter',
  'sortby',
  'sortorder',
  'startindex',
  'count',
  'cursor',
  'attributes',
  'excludedattributes',
]);

/** Refuses what the profile of the connection refuses of media type and query. */
export const keepToProfile: RequestHandler = (request, response, next) => {
  const profile = profileOfRequest(response);
  if (hasBody(request) && mediaTypeOf(request) === 'application/json')
    assertTolerated(profile, 'plain-json', 'Content-Type');
  for (const name of new URLSearchParams(queryOf(request)).keys()) {
    if (!PARAMETERS.has(name.toLowerCase())) assertTolerated(profile, 'parameter-ignored', quotedName(name));
  }
  next();
};

/** Many clients announce a type of what they do not send. */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function mediaTypeOf({ headers }: Request): string | undefined {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
}

function quotedName(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}

function profileOfRequest(response: Response): Profile {
  return localsOf(response).connection?.profile ?? DEFAULT_PROFILE;
}

/**
 * The profile under which an open path is asked: that of the credential, where there is one and it opens something. No
 * credential, and one that opens nothing, are as good as each other here.
 */
export async function profileAsked(
  authenticate: RequestHandler,
  request: Request,
  response: Response,
): Promise<Profile> {
  if (request.headers.authorization === undefined) return DEFAULT_PROFILE;
  await new Promise<void>((resolve, reject) => {
    void authenticate(request, response, (error?: unknown) => {
      if (error == null || (error instanceof ScimFailure && error.status < 500)) resolve();
      else reject(error instanceof Error ? error : new Error('the credential could not be read'));
    });
  });
  return profileOfRequest(response);
}
