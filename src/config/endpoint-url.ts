/** Addresses that the gateway itself calls: https, or http on this very machine. Knows no setting. */

/** What is wrong with the address, to follow "the given value"; undefined: nothing. Never with a part of it. */
export function endpointFlaw(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\/[^/]/i.test(text)) return 'is not one';
  const url = new URL(text);
  if (/\s/.test(text)) return 'holds white space';
  if (url.username !== '' || url.password !== '') return 'has a user name or password in it';
  if (url.hash !== '') return 'has a fragment (#...)';
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? 'is http:// to another machine' : undefined;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
