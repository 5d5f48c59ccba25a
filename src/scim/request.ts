// One SCIM request as the engine sees it, and the answer it gives; free of Express, so that the engine is tested without HTTP.

import type { Customer } from '../directory/customer';
import type { Actor } from '../directory/event';
import type { JsonObject, JsonValue } from '../directory/json';
import type { FilterLimits } from './filter/ast';

export interface ScimLimits extends FilterLimits {
  readonly operationsMax: number;
  readonly pageMax: number;
  readonly pageDefault: number;
}

export interface ScimRequest {
  readonly customer: Customer;
  readonly actor: Actor;
  /** Base of every `meta.location` and `$ref`: the public URL with `/scim/v2`; never taken from a request. */
  readonly baseUrl: string;
  /** Query parameters, decoded once in form style. */
  readonly query: URLSearchParams;
  readonly body: JsonValue | undefined;
  /** userName of whoever is /Me to this request (RFC 7644 §3.11); null where the credential is of no person. */
  readonly me: string | null;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
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

/** Some resources of one type, ready to be written, and how many there are in all. */
export interface Found {
  readonly total: number;
  readonly resources: readonly (JsonObject | TextStream)[];
}

/** The operations of one resource type, by HTTP method. */
export interface ResourceHandlers {
  /** What a query finds; `page` says which part of it, the query's own paging is not looked at. */
  find(request: ScimRequest, page: { readonly skip: number; readonly limit: number }): Promise<Found>;
  get(request: ScimRequest, id: string): Promise<Answer>;
  create(request: ScimRequest): Promise<Answer>;
  replace(request: ScimRequest, id: string): Promise<Answer>;
  patch(request: ScimRequest, id: string): Promise<Answer>;
  remove(request: ScimRequest, id: string): Promise<Answer>;
}
