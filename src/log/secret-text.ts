/** What a secret looks like in a name or in a text. Knows nothing of records. */

export const MASK = '[redacted]';

const SECRET_NAME =
  /authorization|token|password|passwd|pwd|passphrase|secret|cookie|credential|assertion|apikey|privatekey/;

/** Whether what stands under `name` is a secret: header, field and parameter names, any case, with `-` and `_`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_.\s]/g, ''));
}

/** Credentials in an Authorization header (RFC 9110 §11.6.2), wherever it was pasted into a text. */
const CREDENTIALS = /\b(Bearer|Basic)(\s+)[^\s"',;]+/gi;
/** `user:password@` in a connection string. */
const URL_USER = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#]+@/gi;
/** `password=x`, `client_secret: x`, `"access_token":"x"`, in the text of a form or of JSON. */
const ASSIGNMENT =
  /\b([\w-]{0,40}(?:authorization|token|password|passwd|passphrase|secret|assertion|api_?key)[\w-]{0,40}["']?\s{0,4}[:=]\s{0,4})(?!\[redacted\])(?:"[^"]*"?|'[^']*'?|[^\s&"',;}]+)/gi;

/**
 * A signed JWT (RFC 7519), wherever it stands: its header is JSON, which in base64url begins with `eyJ`. Whatever its
 * letters are glued to goes with it, so that each run of them is looked through once: anybody can send a long URL.
 */
const JWT = /(?<![\w-])(?=[\w-]*eyJ)[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g;

/** A token that the gateway made for a connection, wherever it was pasted; the letters that it is glued to go with it. */
const OWN_TOKEN = /scimgw_[0-9A-Za-z]{20,}/g;
const OWN_TOKEN_BEGINS = 'scimgw_';

/** These headers' whole value, to the end of the line: any scheme's credentials, every cookie (RFC 6265 §4.2). */
const HEADER = /\b((?:authorization|cookie)\s{0,4}:).+/gi;

/** Without one of these there is no header, no credentials and no assignment: most lines of the log have none. */
const NAMED = /authorization|cookie|bearer|basic|token|passw|passphrase|secret|assertion|api_?key/i;

/** What stands in every header, assignment, credential, URL and query, and hardly in a name or an id. */
const BETWEEN = /[:=?\s]/;

/** Whether there can be anything in a text that is masked, in a URL's query too; quick, for most texts hold nothing of the kind. */
export function mayHideSecret(text: string): boolean {
  return BETWEEN.test(text) || text.includes('eyJ') || text.includes(OWN_TOKEN_BEGINS);
}

/** The text with every such secret masked; what surrounds it stays. */
export function maskSecrets(text: string): string {
  if (!BETWEEN.test(text)) return maskTokens(text);
  if (!NAMED.test(text)) return maskTokens(text.includes('@') ? text.replace(URL_USER, `$1${MASK}@`) : text);
  return maskTokens(
    text
      .replace(HEADER, `$1 ${MASK}`)
      .replace(CREDENTIALS, `$1$2${MASK}`)
      .replace(URL_USER, `$1${MASK}@`)
      .replace(ASSIGNMENT, `$1${MASK}`),
  );
}

/** Whether credentials stand in a text that somebody decoded. */
export function hasCredentials(text: string): boolean {
  return text.search(CREDENTIALS) !== -1;
}

/** A URL without the tokens in it that can be told by their form; its other secrets have names. */
export function maskTokens(text: string): string {
  const masked = text.includes('eyJ') ? text.replace(JWT, MASK) : text;
  return masked.includes(OWN_TOKEN_BEGINS) ? masked.replace(OWN_TOKEN, MASK) : masked;
}
