// One SCIM request as the engine sees it, and the answer it gives; free of Express, so that the engine is tested without HTTP.

import type { RequestEffects } from '../directory/async-request';
import type { Customer } from '../directory/customer';
import type { Actor } from '../directory/event';
import type { JsonObject, JsonValue } from '../directory/json';
import type { PageRequest } from '../directory/ports';
import type { Position } from '../directory/sort';
import type { FilterLimits } from './filter/ast';
import type { Profile } from './profile';

export interface ScimLimits extends FilterLimits {
  readonly operationsMax: number;
  /** JSON of one resource but for a group, which may have as many members as a bulk request has bytes. */
  readonly resourceBytesMax: number;
  readonly bulkBytesMax: number;
  readonly pageMax: number;
  readonly pageDefault: number;
  /** How long a cursor is good for. */
  readonly cursorSeconds: number;
}

export interface ScimRequest {
  readonly customer: Customer;
  readonly actor: Actor;
  /** How strictly the connection's requests are read. */
  readonly profile: Profile;
  /** Base of every `meta.location` and `$ref`: the public URL with `/scim/v2`; never taken from a request. */
  readonly baseUrl: string;
  /** Query parameters, decoded once in form style. */
  readonly query: URLSearchParams;
  readonly body: JsonValue | undefined;
  /** userName of whoever is /Me to this request (RFC 7644 §3.11); null where the credential is of no person. */
  readonly me: string | null;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** Of a request that was accepted before it is executed (RFC 9967 §2.5.1). */
  readonly effects?: RequestEffects;
  /** Of the answer to a write only status and headers are looked at: it needs no body. */
  readonly isAnswerUnread?: boolean;
  /** Told of each tolerance that is applied, also where the request is refused in the end. */
  readonly onTolerance?: (tolerance: string) => void;
}

/** A body in pieces: a group with its members is never held whole. */
export type TextStream = AsyncIterable<string>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject | TextStream | undefined;
}

export function isStream(body: JsonObject | TextStream): body is TextStream {
  return Symbol.asyncIterator in body;
}

export const NO_CONTENT: Answer = { status: 204, headers: {}, body: undefined };

/** One page of the resources of a type, and how many there are in all. */
export interface Found {
  /** Undefined in a walk that does not count. */
  readonly total: number | undefined;
  /** In a walk, where each resource of the page stands. */
  readonly positions: readonly Position[];
  /** A part of the page, ready to be written; nothing else is read for what is not shown. */
  show(from?: number, to?: number): Promise<readonly (JsonObject | TextStream)[]>;
}

/** The operations of one resource type, by HTTP method. */
export interface ResourceHandlers {
  /** `page` is what the request's filter, order and paging mean for the type (list.ts); of the request only the projection is read. */
  find(request: ScimRequest, page: PageRequest): Promise<Found>;
  get(request: ScimRequest, id: string): Promise<Answer>;
  create(request: ScimRequest): Promise<Answer>;
  replace(request: ScimRequest, id: string): Promise<Answer>;
  patch(request: ScimRequest, id: string): Promise<Answer>;
  remove(request: ScimRequest, id: string): Promise<Answer>;
}
