// From --url and --token, or the environment, to the gateway that is to be asked. Knows no command and asks nothing.

import { readFailure } from '../config/faults';
import { Misuse } from './failure';

export interface RemoteOptions {
  readonly url?: string;
  readonly token?: string;
}

interface Around {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Undefined where the command is to work on the database. @throws Misuse */
export function gatewayAsked(
  { url, token }: RemoteOptions,
  around: Around,
): { readonly url: string; readonly token: string } | undefined {
  if (url === undefined) {
    if (token !== undefined) throw new Misuse('--token goes with --url; on the database no token is needed');
    return undefined;
  }
  return { url: addressOf(url), token: tokenOf(token, around) };
}

/** Of the gateway; whoever copies the console's address means the same. */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Misuse('--url must be the address of a gateway, such as https://gateway.example');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new Misuse('--url must hold nothing but the address of the gateway: no user name, no "?", no "#"');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new Misuse(
      '--url must begin with https://, for over http everybody on the way could read the admin token and use it; http is taken for this very machine alone (localhost)',
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/admin$/, '');
}

function tokenOf(option: string | undefined, { env, readText }: Around): string {
  const token = (option ?? env['ADMIN_TOKEN'] ?? fromFile(env['ADMIN_TOKEN_FILE'], readText) ?? '').trim();
  if (token === '')
    throw new Misuse(
      'with --url the admin token of the gateway is needed: set ADMIN_TOKEN (in no shell history), or give --token',
    );
  // What a header cannot hold, such as an ellipsis of a token that was copied in part.
  if (/[^\x21-\x7e]/.test(token)) throw new Misuse('the admin token holds a character that no token has');
  return token;
}

function fromFile(path: string | undefined, readText: Around['readText']): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readText(path);
  } catch (error) {
    throw new Misuse(`ADMIN_TOKEN_FILE cannot be read: ${readFailure(error)}`);
  }
}
