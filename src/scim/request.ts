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

export const NO_CONTENT: Answer = { status: 204, headers: {}, body: undefined };

/** The operations of one resource type, by HTTP method. */
export interface ResourceHandlers {
  list(request: ScimRequest): Promise<Answer>;
  get(request: ScimRequest, id: string): Promise<Answer>;
  create(request: ScimRequest): Promise<Answer>;
  replace(request: ScimRequest, id: string): Promise<Answer>;
  patch(request: ScimRequest, id: string): Promise<Answer>;
  remove(request: ScimRequest, id: string): Promise<Answer>;
}
