// The Prefer header (RFC 7240): what a client would like of the way it is answered; a preference that is not understood is passed over.

export interface Preferences {
  readonly respondAsync: boolean;
  /** Seconds that the client would wait for an answer (§4.3); undefined where it does not say. */
  readonly waitS: number | undefined;
}

/** One preference: a token, perhaps with a value and parameters, which none of ours has. */
const PREFERENCE = /^([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*"?([^";]*)"?)?\s*(?:;.*)?$/;

export function preferencesOf(header: string | undefined): Preferences {
  // RFC 7240 §2: the first of several with one name counts.
  const given = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const [, name, value = ''] = PREFERENCE.exec(part.trim()) ?? [];
    if (name !== undefined && !given.has(name.toLowerCase())) given.set(name.toLowerCase(), value.trim());
  }
  const wait = given.get('wait') ?? '';
  return {
    respondAsync: given.has('respond-async'),
    waitS: /^\d{1,9}$/.test(wait) ? Number(wait) : undefined,
  };
}
