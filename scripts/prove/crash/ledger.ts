// Owns what clients were told: one entry for each write that was sent, with what its answer promised. Must not know what is stored.
import type { ScimAnswer } from '../scim-client';

/** `refused` promises that nothing happened; `unknown` promises nothing: no answer came, or one that says so. */
type Outcome = 'done' | 'refused' | 'unknown';

export type WriteKind =
  'create' | 'retitle' | 'disable' | 'delete' | 'addMember' | 'removeMember' | 'setMembers' | 'renumber';

export interface Write {
  readonly kind: WriteKind;
  /** The user or group; undefined of a creation whose id nobody was told. */
  readonly id: string | undefined;
  /** What no other write of this kind on this resource has: a userName, a title, a member's id, an externalId. */
  readonly value: string;
  readonly outcome: Outcome;
  /** Of the ETag. */
  readonly version: number | undefined;
  /** By `performance.now()`. */
  readonly answeredAt: number;
}

export interface Told {
  readonly outcome: Outcome;
  readonly answer: ScimAnswer | undefined;
  /** An answer that no crash and no outage excuses. */
  readonly fault: string | undefined;
}

/** Sends a write and reads what its answer, or the lack of one, promises. */
export async function tell(sent: Promise<ScimAnswer>): Promise<Told> {
  let answer: ScimAnswer;
  try {
    answer = await sent;
  } catch (error) {
    const isSent = (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
    return { outcome: isSent ? 'unknown' : 'refused', answer: undefined, fault: undefined };
  }
  const { status, body } = answer;
  if (status >= 200 && status <= 299) return { outcome: 'done', answer, fault: undefined };
  const text = JSON.stringify(body);
  const fault = status === 503 ? undefined : `a write was answered ${status}: ${text}`;
  return { outcome: /not known/.test(text) ? 'unknown' : 'refused', answer, fault };
}

export function versionOf(answer: ScimAnswer | undefined): number | undefined {
  const digits = /\d+/.exec(answer?.headers.etag ?? '');
  return digits === null ? undefined : Number(digits[0]);
}
