// Posts one notice to a webhook, signed after Standard Webhooks, and says what came of it; keeps nothing.

import { Webhook } from 'standardwebhooks';
import type { NoticeTarget } from '../directory/alert-words';
import type { Notice, NoticeFailure, NoticeSender } from '../directory/notice';
import type { Pace } from './pace';
import { causeOf, timeLimit } from './time-limit';

interface WebhookOptions {
  readonly target: NoticeTarget;
  readonly url: string;
  readonly secret: string;
  readonly pace: Pick<Pace, 'pushTimeoutMs'>;
  readonly now: () => Date;
}

export function webhookSender({ target, url, secret, pace, now }: WebhookOptions): NoticeSender {
  const signer = new Webhook(secret);
  return {
    target,
    // The path of a webhook is often as good as a password.
    to: `${new URL(url).origin}/…`,
    batch: 1,
    async send([notice], stopping) {
      if (notice === undefined) return null;
      const limit = timeLimit(pace.pushTimeoutMs, stopping);
      try {
        const response = await fetch(url, {
          method: 'POST',
          ...signed(signer, notice, now()),
          // A redirect could lead the alert anywhere.
          redirect: 'manual',
          signal: limit.signal,
        });
        await response.body?.cancel();
        return failureOf(response.status);
      } catch (error) {
        return { why: `no answer: ${causeOf(error)}` };
      } finally {
        limit.end();
      }
    },
  };
}

function signed(
  signer: Webhook,
  notice: Notice,
  timestamp: Date,
): { readonly headers: Record<string, string>; readonly body: string } {
  const { type, at, ...facts } = notice;
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data: facts });
  return {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'imanage-scim-gateway',
      'webhook-id': notice.id,
      'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1_000)),
      'webhook-signature': signer.sign(notice.id, timestamp, body),
    },
    body,
  };
}

function failureOf(status: number): NoticeFailure {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return { why: `answered ${status}: redirects are not followed, give the address itself` };
  if (status === 401 || status === 403)
    return { why: `answered ${status}: the receiver does not accept the secret or the sender` };
  if (status === 404 || status === 410) return { why: `answered ${status}: nobody listens at this address` };
  return { why: `answered ${status}` };
}
