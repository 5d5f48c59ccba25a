// Writes events to a browser as they come (server-sent events, WHATWG HTML §9.2); knows nothing of what they say.

import type { Response } from 'express';
import { once } from 'node:events';

/** Shorter than the patience of proxies; also how a connection that is dead is noticed. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** Ends when the events end: when the reader is gone or the gateway stops. */
export async function writeEvents(response: Response, events: AsyncIterable<unknown>): Promise<void> {
  response.status(200).setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // Proxies that collect an answer would hold events back.
  response.setHeader('X-Accel-Buffering', 'no');
  response.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of events) {
      if (response.destroyed) break;
      // A slow reader is waited for, so that nothing piles up here.
      const isTaken = response.write(`data: ${JSON.stringify(event)}\n\n`);
      if (!isTaken) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}
