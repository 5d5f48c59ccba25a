// The one table from the directory's refusals to SCIM errors (RFC 7644 §3.12); a bug becomes a 500 that says nothing.

import { DirectoryFailure, type FailureCode } from '../directory/failure';
import type { RefusalRule } from '../directory/refusal-rule';
import { ScimFailure, type ScimType } from './failure';

/** Seconds after which a client may ask again while the database is away. */
const RETRY_AFTER_S = 5;
/** The mass-disable brake waits for a person. */
const HELD_RETRY_AFTER_S = 300;

interface Row {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where neither the failure nor the status names one. */
  readonly rule?: RefusalRule;
}

const ROWS: Readonly<Record<FailureCode, Row>> = {
  invalidValue: { status: 400, scimType: 'invalidValue' },
  mutability: { status: 400, scimType: 'mutability' },
  uniqueness: { status: 409, scimType: 'uniqueness' },
  forbidden: { status: 403 },
  notFound: { status: 404 },
  tooLarge: { status: 413 },
  tooMany: { status: 400, scimType: 'tooMany' },
  held: { status: 429, headers: { 'Retry-After': String(HELD_RETRY_AFTER_S) } },
  busy: { status: 503, headers: { 'Retry-After': '1' }, rule: 'busy' },
  unavailable: { status: 503, headers: { 'Retry-After': String(RETRY_AFTER_S) } },
};

/** What the client is told. `undefined` for a bug, which the caller logs and answers with `internalError`. */
export function asScimFailure(error: unknown): ScimFailure | undefined {
  if (error instanceof ScimFailure) return error;
  if (!(error instanceof DirectoryFailure)) return undefined;
  const { status, scimType, headers, rule } = ROWS[error.code];
  return new ScimFailure(status, scimType, error.message, headers, error.rule ?? rule);
}

/** RFC 7644 §3.12 for a bug: nothing of it leaves but the request id, by which admins find it in the log. */
export function internalError(requestId: string): ScimFailure {
  return new ScimFailure(
    500,
    undefined,
    `internal error; tell your administrator the request id ${requestId}`,
  );
}

/** The database is known to be away. */
export function unavailable(): ScimFailure {
  const detail = 'the directory database is away; nothing was read or changed, ask again later';
  return new ScimFailure(503, undefined, detail, ROWS.unavailable.headers);
}
