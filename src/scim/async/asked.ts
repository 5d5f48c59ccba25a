// A write request as it is kept between its acceptance and its execution: everything that it says, nothing secret. Pure.

import type { Customer } from '../../directory/customer';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { Profile } from '../profile';
import type { ScimRequest } from '../request';
import type { Tolerance } from '../tolerance';

/** What a path below the SCIM base means: a resource or a resource type, a bulk request, or whoever asks. */
export type AskedPlace =
  | { readonly kind: 'resources'; readonly type: string; readonly id: string | undefined }
  | { readonly kind: 'bulk' | 'me' };

export interface AskedWrite {
  readonly method: string;
  readonly place: AskedPlace;
  /** Below the SCIM base, as it was sent. */
  readonly path: string;
}

export interface KeptWrite extends AskedWrite {
  readonly request: Omit<ScimRequest, 'customer' | 'baseUrl'>;
}

export function kept(write: AskedWrite, request: ScimRequest): JsonObject {
  const { actor, profile, query, body, me, ifMatch, ifNoneMatch } = request;
  return {
    method: write.method,
    path: write.path,
    place: write.place as unknown as JsonObject,
    actor: { ...actor },
    profile: { ...profile, refused: [...profile.refused] },
    query: query.toString(),
    ...(body === undefined ? {} : { body: withoutPasswords(body) }),
    me,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  };
}

/** @param asked what `kept` made */
export function keptWrite(asked: JsonObject): KeptWrite {
  const { method, path, place, actor, profile, query, body, me, ifMatch, ifNoneMatch } =
    asked as unknown as AskedWrite & Omit<ScimRequest, 'query' | 'profile' | 'customer'> & KeptTexts;
  const request = {
    actor,
    profile: { ...profile, refused: new Set(profile.refused) },
    query: new URLSearchParams(query),
    body,
    me,
    ifMatch,
    ifNoneMatch,
  };
  return { method, path, place, request };
}

interface KeptTexts {
  readonly query: string;
  readonly profile: Omit<Profile, 'refused'> & { readonly refused: readonly Tolerance[] };
}

/** The request as whoever executes it sees it: the customer is the one of now. */
export function scimRequestOf(
  { request }: KeptWrite,
  customer: Customer,
  baseUrl: string,
): Omit<ScimRequest, 'effects'> {
  return { ...request, customer, baseUrl };
}

/** No password is kept in any form, between acceptance and execution neither; that one was sent stays visible. */
const HIDDEN = 'not kept';

function withoutPasswords(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutPasswords);
  if (!isJsonObject(value)) return value;
  const isOfPassword = Object.entries(value).some(
    ([name, path]) =>
      name.toLowerCase() === 'path' && typeof path === 'string' && /(?:^|:)password$/i.test(path.trim()),
  );
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      const isHidden = /(?:^|:)password$/i.test(name) || (isOfPassword && name.toLowerCase() === 'value');
      return [name, isHidden && held !== null ? HIDDEN : withoutPasswords(held)];
    }),
  );
}
