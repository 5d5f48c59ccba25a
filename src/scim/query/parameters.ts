// Reads one query parameter by its name; parameters nobody asks for are passed over, since Entra leaves its flags there.

import { badRequest } from '../failure';

/** Names compare without case. @throws ScimFailure 400 where the parameter is given more than once */
export function parameterOf(query: URLSearchParams, name: string): string | undefined {
  const texts = [...query].filter(([given]) => given.toLowerCase() === name.toLowerCase());
  if (texts.length <= 1) return texts[0]?.[1];
  throw badRequest(name === 'filter' ? 'invalidFilter' : 'invalidValue', `${name}: is given more than once`);
}
