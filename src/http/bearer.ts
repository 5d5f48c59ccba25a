// Whose a bearer token is: a token of a connection, an access token of our own, or the JWT of an outside issuer.

import { createHash } from 'node:crypto';
import { isTokenText } from '../directory/connection-token';
import type { AccessTokens } from '../oauth/access-token';
import type { ClientAuthentication } from '../oauth/client-authentication';
import { mayWrite } from '../oauth/scope';
import type { Connection, ConnectionRegistry, KnownToken } from './connection';

/** Whose the token is, for the logs too where it opens nothing any more. */
export interface Bearer {
  /** With what the token may do. */
  readonly connection: Connection;
  /** The id of the token or of the OAuth client. */
  readonly token: string;
  /** False: it is expired or revoked. */
  readonly isGood: boolean;
}

/** Undefined: nobody's, for whatever reason. */
export type IdentifyBearer = (token: string) => Promise<Bearer | undefined>;

export interface BearerOptions {
  readonly registry: ConnectionRegistry;
  readonly accessTokens: AccessTokens;
  readonly clients: ClientAuthentication;
  readonly now: () => Date;
}

/** @throws DirectoryFailure `unavailable`, OAuthFailure `temporarily_unavailable`: whether the token is good cannot be known now */
export function identifyBearer(options: BearerOptions): IdentifyBearer {
  const { registry, now } = options;
  return async (text) => {
    const token = await knownToken(registry, text);
    if (token === undefined) return isJwt(text) ? byJwt(options, text) : undefined;
    const { id, connection, isRevoked, expires } = token;
    return { connection, token: id, isGood: !isRevoked && (expires === null || expires > now()) };
  };
}

/** By its digest alone: how close a guess was shows nowhere, not in the time it takes either. */
async function knownToken(registry: ConnectionRegistry, text: string): Promise<KnownToken | undefined> {
  const digest = createHash('sha256').update(text).digest('hex');
  const known = (await registry.current()).token(digest);
  // One that was made a moment ago, by another process: whoever made it tries it at once.
  return known ?? (isTokenText(text) ? (await registry.latest()).token(digest) : undefined);
}

async function byJwt(
  { registry, accessTokens, clients }: BearerOptions,
  text: string,
): Promise<Bearer | undefined> {
  const own = await accessTokens.verify(text);
  const clientId = own?.clientId ?? (await clients.bearerOf(text))?.id;
  // A client that is no longer configured has no connection here: its tokens end with it.
  const known = clientId === undefined ? undefined : (await registry.current()).client(clientId);
  if (clientId === undefined || known === undefined) return undefined;
  if (own === undefined) return { connection: known.connection, token: clientId, isGood: !known.isRevoked };
  const { client } = known.connection;
  if (client?.owner !== own.owner) return undefined;
  return {
    connection: limited(known.connection, mayWrite(own.scopes)),
    token: clientId,
    // Whichever process gave it out, and whenever: who was revoked since then has another generation.
    isGood: !known.isRevoked && own.generation === client.generation,
  };
}

/** Never more than the connection may do now, whatever it could when the token was made. */
function limited(connection: Connection, mayWriteNow: boolean): Connection {
  return connection.mayWrite && !mayWriteNow ? { ...connection, mayWrite: false } : connection;
}

function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}
