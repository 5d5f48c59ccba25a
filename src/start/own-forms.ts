// Brings what is kept to the own schemas that the customers have now, once at a start. Must not know how a form is made.

import { setTimeout as sleep } from 'node:timers/promises';
import { DirectoryFailure } from '../directory/failure';
import type { FormRenewal } from '../directory/own-resource';
import { customerForms } from '../scim/resources/own-forms';
import type { PublishedTo } from '../scim/schema/definitions';

const AGAIN_AFTER_MS = 500;

interface Start {
  readonly customers: readonly { readonly id: string }[];
  readonly published: PublishedTo;
  /** The public URL with `/scim/v2`. */
  readonly baseUrl: string;
  readonly stopping: AbortSignal;
  readonly onRenewed: (customer: string, count: number) => void;
}

/**
 * Records that another process writes by an older configuration meanwhile, or later, are met at the next start.
 *
 * @throws Error where two records have a value that is to be unique now
 */
export async function renewForms(
  renewal: FormRenewal,
  { customers, published, baseUrl, stopping, onRenewed }: Start,
): Promise<void> {
  for (const { id } of customers) {
    const forms = customerForms(id, published.own.get(id) ?? published.everybody, baseUrl);
    const count = await untilReached(() => renewal.renewForms(forms), stopping);
    if (count > 0) onRenewed(id, count);
  }
}

/** The database may go away between two customers; what is done stays done. */
async function untilReached(work: () => Promise<number>, stopping: AbortSignal): Promise<number> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DirectoryFailure) || error.code === 'uniqueness') throw error;
    }
    await sleep(AGAIN_AFTER_MS);
    if (stopping.aborted) return 0;
  }
}
