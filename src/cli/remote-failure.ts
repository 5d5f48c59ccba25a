// Why a gateway did not do what was asked over HTTP: one plain sentence each, with what to do. Knows no operation; never repeats a token.

import { NO_SUCH_ADDRESS } from '../admin/failure';
import { CommandFailure } from './failure';

const UNKNOWN_AUTHORITY =
  "this computer does not know who signed the gateway's certificate; give the certificate of that authority as a file in the environment variable NODE_EXTRA_CA_CERTS";
const EXPIRED =
  "the gateway's certificate has expired, or this computer's clock is wrong; nothing was sent. Have the certificate renewed";
const OTHER_NAME =
  "the gateway's certificate is for another name than the one in --url; give --url the name that the certificate bears";

/** By the codes of OpenSSL and Node. */
const CERTIFICATE_TROUBLE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
};

const NOBODY_THERE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no computer of that name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  EPROTO: 'it does not speak https there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak https there',
};

/** @param error what fetch threw */
export function unreachable(url: string, error: unknown): CommandFailure {
  const cause = memberOf(error, 'cause');
  const code = codeOf(cause);
  const message = memberOf(cause, 'message');
  const certificate = CERTIFICATE_TROUBLE[code];
  if (certificate !== undefined) return new CommandFailure(`${url}: ${certificate}`, { cause: error });
  if (message === 'unexpected redirect')
    return new CommandFailure(
      `${url} sends on to another address; a token is not sent on, so give --url that address itself`,
      { cause: error },
    );
  const why = NOBODY_THERE[code] ?? (typeof message === 'string' ? message : 'it cannot be reached');
  return new CommandFailure(
    `no gateway answers at ${url}: ${why}. Check --url, and that the gateway runs; whether something was done is in its log`,
    { cause: error },
  );
}

export function brokenOff(error: unknown): CommandFailure {
  return new CommandFailure(
    'the connection to the gateway broke off before everything was there; what was written is not whole, so run the command again',
    { cause: error },
  );
}

/** Something answers that has no admin API for the command line. */
export function notThatGateway(url: string): CommandFailure {
  return new CommandFailure(
    `${url} answers, but has no admin API that this command line knows: check --url, or update the gateway to the version of this command line`,
  );
}

/** In the gateway's words, where it is one. */
export async function refusalOf(url: string, answer: Response): Promise<CommandFailure> {
  const told = (await answer.json().catch(() => undefined)) as
    { readonly error?: { readonly detail?: unknown } } | undefined;
  const detail = told?.error?.detail;
  if (detail === NO_SUCH_ADDRESS || (typeof detail !== 'string' && answer.status === 404))
    return notThatGateway(url);
  if (typeof detail === 'string') return new CommandFailure(detail);
  return new CommandFailure(
    `${url} answered ${answer.status}; that is no word of a gateway, so ask who runs what stands in front of it`,
  );
}

function codeOf(cause: unknown): string {
  const code = memberOf(cause, 'code');
  if (typeof code === 'string') return code;
  // Where a name has several addresses, each was tried.
  const tried = memberOf(cause, 'errors');
  return Array.isArray(tried) && tried.length > 0 ? codeOf(tried[0]) : '';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
