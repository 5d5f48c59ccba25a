// What a refused SCIM request says: the wire format of RFC 7644 §3.12 as an error class; knows no HTTP server.

import type { RefusalRule } from '../directory/refusal-rule';

/** `scimType` values of RFC 7644 table 9, and those that RFC 9865 §2.1 adds for cursors. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** A refusal that a client may read in full; anything else that is thrown is a bug and answers 500. */
export class ScimFailure extends Error {
  constructor(
    readonly status: number,
    readonly scimType: ScimType | undefined,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** By which the sync log explains it; undefined: status and scimType say enough. Clients never see it. */
    readonly rule?: RefusalRule,
  ) {
    super(detail);
    this.name = 'ScimFailure';
  }

  /** The error body; `status` is a string (RFC 7644 §3.12). */
  toJSON(): { schemas: string[]; status: string; scimType?: ScimType; detail: string } {
    return {
      schemas: [ERROR_SCHEMA],
      status: String(this.status),
      ...(this.scimType === undefined ? {} : { scimType: this.scimType }),
      detail: this.detail,
    };
  }
}

/** 400 with a scimType; `detail` names the attribute, the rule and the values that would do. */
export function badRequest(scimType: ScimType, detail: string, rule?: RefusalRule): ScimFailure {
  return new ScimFailure(400, scimType, detail, {}, rule);
}

/** A client's text as it may be echoed in a detail: at most 60 characters, control characters made visible. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(shown);
}
