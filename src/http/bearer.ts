// Whose a bearer token is: a token of the configuration, an access token of our own, or the JWT of an outside issuer.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessTokens } from '../oauth/access-token';
import type { OAuthClient } from '../oauth/client';
import type { ClientAuthentication } from '../oauth/client-authentication';
import { mayWrite } from '../oauth/scope';
import type { Connection } from './connection';

/** The connection that the token opens, with what the token may do; undefined: none, for whatever reason. */
export type IdentifyBearer = (token: string) => Promise<Connection | undefined>;

export interface BearerOptions {
  readonly connections: readonly Connection[];
  readonly accessTokens: AccessTokens;
  readonly clients: ClientAuthentication;
  readonly now: () => Date;
}

/** @throws DirectoryFailure `unavailable`, OAuthFailure `temporarily_unavailable`: whether the token is good cannot be known now */
export function identifyBearer({ connections, accessTokens, clients, now }: BearerOptions): IdentifyBearer {
  const ofStaticToken = staticTokens(connections, now);
  // A client that is no longer configured has no connection here: its tokens end with it.
  const byClient = new Map(connections.map((connection) => [connection.client?.id, connection]));
  const connectionOf = ({ id }: Pick<OAuthClient, 'id'>): Connection | undefined => byClient.get(id);
  return async (token) => {
    const known = ofStaticToken(token);
    if (known !== undefined || !isJwt(token)) return known;
    const own = await accessTokens.verify(token);
    if (own !== undefined) {
      const connection = connectionOf({ id: own.clientId });
      return connection?.client?.owner === own.owner ? limited(connection, mayWrite(own.scopes)) : undefined;
    }
    const client = await clients.bearerOf(token);
    return client && connectionOf(client);
  };
}

/** Never more than the connection may do now, whatever it could when the token was made. */
function limited(connection: Connection | undefined, mayWriteNow: boolean): Connection | undefined {
  return connection?.mayWrite === true && !mayWriteNow ? { ...connection, mayWrite: false } : connection;
}

function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}

function staticTokens(
  connections: readonly Connection[],
  now: () => Date,
): (token: string) => Connection | undefined {
  const known = connections.flatMap((connection) =>
    connection.tokens.map(({ digest, expires }) => ({
      connection,
      expires,
      digest: Buffer.from(digest, 'hex'),
    })),
  );
  return (token) => {
    const digest = createHash('sha256').update(token).digest();
    // Every digest is compared, and each comparison takes the same time: nothing leaks how close a guess was.
    const [match] = known.filter((candidate) => timingSafeEqual(candidate.digest, digest));
    const isExpired = match?.expires != null && match.expires <= now();
    return isExpired ? undefined : match?.connection;
  };
}
