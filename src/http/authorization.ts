// Puts authorization together: who may come in, the token endpoint, and what the gateway publishes about both.

import express, { type RequestHandler, type Router } from 'express';
import type { KeyRing } from '../directory/key-ring';
import type { UsedAssertions } from '../directory/used-assertions';
import type { Logger } from '../log/logger';
import { createAccessTokens } from '../oauth/access-token';
import type { OAuthClient } from '../oauth/client';
import { createClientAuthentication } from '../oauth/client-authentication';
import { fetchJson } from '../oauth/fetch-json';
import { authorizationServer, JWKS_PATH, metadata, METADATA_PATH, TOKEN_PATH } from '../oauth/metadata';
import { createKeySources } from '../oauth/published-keys';
import { unavailable } from '../scim/errors';
import { authenticate } from './authenticate';
import { identifyBearer } from './bearer';
import type { ConnectionRegistry } from './connection';
import type { FailureCounts } from './failure-limit';
import { onlyReads } from './only-reads';
import { answerTokenFailure, tokenEndpoint } from './token-endpoint';

export interface AuthorizationOptions {
  readonly connections: ConnectionRegistry;
  /** Of the configuration: clients of the token endpoint are made nowhere else. */
  readonly oauthClients: readonly OAuthClient[];
  readonly keyRing: KeyRing;
  readonly usedAssertions: UsedAssertions;
  readonly limitCounts: FailureCounts;
  /** Without a slash at its end; the issuer of our tokens. */
  readonly publicUrl: string;
  /** Who our tokens are for. */
  readonly scimBase: string;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly isAvailable: () => boolean;
  readonly logger: Logger;
}

export interface Authorization {
  /** Stands before all that is not open. */
  readonly mustBeKnown: RequestHandler;
  /** Open without a token: the token endpoint, its metadata and its keys. */
  readonly endpoints: Router;
}

export function authorization(options: AuthorizationOptions): Authorization {
  const { connections: registry, usedAssertions, limitCounts, publicUrl, now, isAvailable, logger } = options;
  const server = authorizationServer(publicUrl, options.scimBase);
  const accessTokens = createAccessTokens({ ...options, server });
  const clients = createClientAuthentication({
    clients: options.oauthClients,
    server,
    keySources: createKeySources({
      fetchJson,
      now,
      onNotice: (message) => {
        logger.warn(message);
      },
    }),
    usedAssertions,
    now,
  });
  const mustBeKnown = authenticate(identifyBearer({ registry, accessTokens, clients, now }), isAvailable);
  const endpoints = express.Router({ caseSensitive: true, strict: true });
  const tokenSteps = tokenEndpoint({ registry, clients, accessTokens, limitCounts, isAvailable });
  endpoints.all(TOKEN_PATH, ...tokenSteps, answerTokenFailure);
  endpoints
    .route(JWKS_PATH)
    .get(async (_request, response) => {
      // Anybody may ask: nobody waits here for a database that is known to be away.
      if (!isAvailable()) throw unavailable();
      response.json(await accessTokens.published());
    })
    .all(mustBeKnown, onlyReads);
  endpoints
    .route(metadataPaths(publicUrl))
    .get((_request, response) => {
      response.json(metadata(server));
    })
    .all(mustBeKnown, onlyReads);
  return { mustBeKnown, endpoints };
}

/** RFC 8414 §3.1: the path of the issuer comes behind the well-known one; a proxy may take it away before. */
function metadataPaths(publicUrl: string): string[] {
  const { pathname } = new URL(publicUrl);
  // To Express some characters of a path are a pattern.
  const literal = pathname.replaceAll(/[{}()[\]+?!:*\\]/g, String.raw`\$&`);
  return pathname === '/' ? [METADATA_PATH] : [METADATA_PATH, `${METADATA_PATH}${literal}`];
}
