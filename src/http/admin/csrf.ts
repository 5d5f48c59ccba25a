// Whether a request that changes something was meant by the console: it comes from a page of ours and shows the session's own token. Knows no operation.

import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { AdminFailure } from '../../admin/failure';
import type { PublicPlace } from './public-place';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * What browsers say of where a request comes from (Fetch Metadata, RFC 6454 §7), which no page can change.
 *
 * @throws AdminFailure `forbidden`
 */
export function assertOwnPage(request: Request, place: PublicPlace): void {
  const site = request.get('Sec-Fetch-Site');
  const origin = request.get('Origin');
  if (origin !== undefined && !place.isOwn(origin))
    throw new AdminFailure(
      'forbidden',
      `This came from a page of ${JSON.stringify(origin.slice(0, 100))}; the console is at ${place.publicUrl}/admin/. ` +
        'Where that is the same gateway, its setting PUBLIC_URL must say so.',
    );
  if (site !== undefined && site !== 'same-origin')
    throw new AdminFailure('forbidden', 'This came from a page of another site; use the console itself.');
}

/** @throws AdminFailure `forbidden` for a change without the session's token; reading needs none */
export function assertMeant(request: Request, place: PublicPlace, csrf: string): void {
  if (READS.has(request.method)) return;
  assertOwnPage(request, place);
  const shown = Buffer.from(request.get('X-CSRF-Token') ?? '');
  const right = Buffer.from(csrf);
  if (shown.length !== right.length || !timingSafeEqual(shown, right))
    throw new AdminFailure(
      'forbidden',
      'The header X-CSRF-Token is missing or is that of an earlier sign-in; reload the page.',
    );
}
