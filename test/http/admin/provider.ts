// A small OpenID Connect provider on this machine: discovery, authorization, tokens, UserInfo over real HTTP; what it says can be bent.

import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { signed, signingPair } from '../../oauth/issuer';

export const CLIENT_ID = 'gateway';
export const CLIENT_SECRET = 'a secret of the gateway at its provider';

export interface Provider {
  /** As the site `localhost`, another one than the gateway's 127.0.0.1. */
  readonly url: string;
  /** Claims of whoever signs in from now on; `undefined` takes one away. */
  signsIn(claims: Readonly<Record<string, unknown>>): void;
  /** What is told at the UserInfo endpoint besides. */
  tells(claims: Readonly<Record<string, unknown>>): void;
  /** Bends its next ID tokens: by another key, or with other claims. */
  bend(bent: { readonly key?: 'other'; readonly claims?: Readonly<Record<string, unknown>> }): void;
  /** The error it sends the browser back with; undefined: none. */
  refuse(error?: string): void;
  /** Parameters of the last request for authorization. */
  asked(): URLSearchParams;
  close(): Promise<void>;
}

interface Grant {
  readonly asked: URLSearchParams;
  readonly claims: Readonly<Record<string, unknown>>;
}

export async function startProvider(port = 0): Promise<Provider> {
  const [right, other] = await Promise.all([signingPair('right', 'ES256'), signingPair('right', 'ES256')]);
  const grants = new Map<string, Grant>();
  const now = (): number => Math.floor(Date.now() / 1_000);
  let claims: Readonly<Record<string, unknown>> = {};
  let told: Readonly<Record<string, unknown>> = {};
  let bent: Parameters<Provider['bend']>[0] = {};
  let refusal: string | undefined;
  let asked = new URLSearchParams();

  const authorize = (request: URLSearchParams, response: ServerResponse): void => {
    asked = request;
    const code = randomBytes(16).toString('hex');
    grants.set(code, { asked, claims });
    const back = new URL(request.get('redirect_uri') ?? '');
    back.searchParams.set('state', request.get('state') ?? '');
    back.searchParams.set('iss', url);
    if (refusal === undefined) back.searchParams.set('code', code);
    else back.searchParams.set('error', refusal);
    // A page of its own, as real ones have: the browser goes back by a click, from another site.
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<a id="back" href="${back.href.replaceAll('&', '&amp;')}">go on</a>`);
  };
  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET.replaceAll(' ', '+')}`).toString('base64');
    if (request.headers.authorization !== `Basic ${basic}`) {
      json(response, 401, { error: 'invalid_client' });
      return;
    }
    if (grant === undefined || grant.asked.get('code_challenge') !== challenge) {
      json(response, 400, { error: 'invalid_grant' });
      return;
    }
    const idToken = await signed(bent.key === 'other' ? other : right, {
      iss: url,
      aud: CLIENT_ID,
      nonce: grant.asked.get('nonce') ?? '',
      auth_time: now(),
      ...grant.claims,
      ...bent.claims,
    });
    json(response, 200, { access_token: 'opaque', token_type: 'Bearer', id_token: idToken });
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    if (pathname === '/authorize') authorize(searchParams, response);
    else if (pathname === '/token') void token(request, response);
    else if (pathname === '/keys') json(response, 200, { keys: [right.public] });
    else if (pathname === '/userinfo') json(response, 200, { sub: claims['sub'], ...told });
    else json(response, 200, metadata(url));
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    signsIn: (given) => {
      claims = given;
    },
    tells: (given) => {
      told = given;
    },
    bend: (given) => {
      bent = given;
    },
    refuse: (error) => {
      refusal = error;
    },
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function metadata(url: string): object {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    jwks_uri: `${url}/keys`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
