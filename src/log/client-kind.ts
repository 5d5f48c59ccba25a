/** Guesses which client is calling, for the log only: the answer must never change what a request may do. */

/**
 * User-Agent is free text (RFC 9110 §10.1.5) and anyone can send any. The first row that fits wins. Microsoft Entra often
 * sends none at all, and so do others: those are unknown.
 */
const KINDS = [
  ['okta', /\bokta\b/i],
  ['entra', /\bazure\b|\bentra\b|microsoft(?!.*powershell)/i],
  ['google', /google-auto-provisioning|google.*(?:scim|provisioning)/i],
  ['onelogin', /onelogin/i],
  ['ping', /\bping(?:one|federate|identity|directory)|\bping\b/i],
  ['jumpcloud', /jumpcloud/i],
  ['rippling', /rippling/i],
  ['sailpoint', /sailpoint|identityiq|identitynow/i],
  ['scim-tester', /scim2?[-_ ]?(?:tester|cli|sanity|validator|verify)|runscope|blazemeter/i],
  ['curl', /^(?:curl|wget|httpie)\b/i],
  ['postman', /postman|insomnia|bruno/i],
  ['script', /powershell|python|httpx|aiohttp|node|undici|axios|go-http-client|okhttp|java|ruby|^got\b/i],
  ['browser', /^mozilla\//i],
] as const satisfies readonly (readonly [string, RegExp])[];

export type ClientKind = (typeof KINDS)[number][0] | 'unknown';

/** As Node's `IncomingHttpHeaders` has them: names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** More would let a stranger decide how long the guess takes. */
const READ_CHARACTERS = 200;

export function clientKind(headers: Headers): ClientKind {
  const sent = headers['user-agent'];
  const userAgent = (typeof sent === 'string' ? sent : (sent?.[0] ?? '')).slice(0, READ_CHARACTERS);
  return KINDS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown';
}
