// The completion of an accepted request as the claims of a Security Event Token (RFC 9967 §2.5.1.3); pure.

import type { JsonObject } from '../../directory/json';
import { eventUri } from './event-names';
import { seconds } from './provisioning-claims';

/** One operation that is done, as a Bulk response has it (RFC 7644 §3.7.3). */
export interface DoneOperation {
  readonly method: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly location?: string;
  readonly status: string;
  /** The error of RFC 7644 §3.12, of one that failed. */
  readonly response?: JsonObject;
}

export interface Completion {
  /** What the client was answered in `Set-Txn`; of an operation of a Bulk request followed by `:` and its index (§2.5.1.2). */
  readonly txn: string;
  /** The path of the resource below the SCIM base; of one that was not created, that of its type. */
  readonly uri: string;
  readonly operation: DoneOperation;
  readonly doneAt: Date;
}

interface Addressed {
  readonly issuer: string;
  readonly audience: string;
  readonly jti: string;
}

export function completionClaims(
  { txn, uri, operation, doneAt }: Completion,
  { issuer, audience, jti }: Addressed,
): JsonObject {
  const { method, bulkId, version, location, status, response } = operation;
  return {
    iss: issuer,
    aud: [audience],
    iat: seconds(doneAt),
    jti,
    txn,
    sub_id: { format: 'scim', uri },
    events: {
      [eventUri('misc:asyncresp')]: {
        method,
        ...(bulkId === undefined ? {} : { bulkId }),
        ...(version === undefined ? {} : { version }),
        ...(location === undefined ? {} : { location }),
        status,
        ...(response === undefined ? {} : { response }),
      },
    },
  };
}
