// Another issuer of JWTs on this machine: OpenID Connect discovery and keys over real HTTP, which can be rotated or be away.

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload, type KeyLike } from 'jose';

export interface SigningPair {
  readonly id: string;
  readonly alg: string;
  readonly private: KeyLike;
  readonly public: JWK;
}

export interface Issuer {
  readonly url: string;
  readonly jwksUri: string;
  /** How often the keys were asked for. */
  fetches(): number;
  /** What it publishes from now on. */
  publish(...keys: readonly SigningPair[]): void;
  /** What it does with every request from now on; nothing: its duty. */
  answerWith(answer?: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function signingPair(id: string, alg = 'RS256'): Promise<SigningPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { id, alg, private: privateKey, public: { ...(await exportJWK(publicKey)), kid: id, alg } };
}

/** A JWT with these claims, good for five minutes unless they say otherwise. */
export function signed(pair: SigningPair, claims: JWTPayload, header: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iat: now, exp: now + 300, ...claims })
    .setProtectedHeader({ alg: pair.alg, kid: pair.id, typ: 'JWT', ...header })
    .sign(pair.private);
}

export async function startIssuer(...first: readonly SigningPair[]): Promise<Issuer> {
  let keys = first;
  let fetches = 0;
  let answer: ((response: ServerResponse) => void) | undefined;
  const json = (response: ServerResponse, body: object): void => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    if (request.url === '/keys') fetches += 1;
    if (answer !== undefined) answer(response);
    else if (request.url === '/keys') json(response, { keys: keys.map((pair) => pair.public) });
    else json(response, { issuer: url, jwks_uri: `${url}/keys` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwksUri: `${url}/keys`,
    fetches: () => fetches,
    publish: (...published) => {
      keys = published;
    },
    answerWith: (given) => {
      answer = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
