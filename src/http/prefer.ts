// The Prefer header (RFC 7240): what a client would like of the way it is answered; a preference that is not understood is passed over.

export interface Preferences {
  readonly respondAsync: boolean;
  /** Seconds that the client would wait for an answer (§4.3); undefined where it does not say. */
  readonly waitS: number | undefined;
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
const QUOTED = /^"([^"]*)"$/;

export function preferencesOf(header: string | undefined): Preferences {
  // RFC 7240 §2: the first of several with one name counts.
  const given = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const { name, value } = preferenceOf(part);
    if (TOKEN.test(name) && !given.has(name)) given.set(name, value);
  }
  const wait = given.get('wait') ?? '';
  return {
    respondAsync: given.has('respond-async'),
    waitS: /^\d{1,9}$/.test(wait) ? Number(wait) : undefined,
  };
}

/** A token, perhaps with a value and parameters, which none of ours has. Cut, not matched: anybody decides how long it is. */
function preferenceOf(part: string): { readonly name: string; readonly value: string } {
  const [preference = ''] = part.split(';', 1);
  const [name = '', ...rest] = preference.split('=');
  const value = rest.join('=').trim();
  return { name: name.trim().toLowerCase(), value: QUOTED.exec(value)?.[1]?.trim() ?? value };
}
