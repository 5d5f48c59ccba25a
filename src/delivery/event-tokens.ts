// Makes the tokens of one stream out of directory events: reads what an event does not hold, and signs. Must not know who gets them.

import { factsAfter } from '../directory/answers/fold';
import type { DirectoryEvent } from '../directory/event';
import type { EventStreamStore, OutgoingToken } from '../directory/event-stream';
import type { DirectoryHistory } from '../directory/history';
import type { JsonObject } from '../directory/json';
import { needsFacts, provisioningClaims, tokenId } from '../scim/security-events/provisioning-claims';
import type { EventStream } from '../scim/security-events/event-names';
import type { TokenSigner } from './token-signer';

export interface TokenSources {
  readonly history: Pick<DirectoryHistory, 'eventsOf'>;
  readonly streams: Pick<EventStreamStore, 'externalIds'>;
  readonly signer: TokenSigner;
  /** The public URL. */
  readonly issuer: string;
  readonly now: () => Date;
}

/** In the order of the events; those that the stream does not tell have none. */
export async function eventTokens(
  { history, streams, signer, issuer, now }: TokenSources,
  stream: EventStream,
  events: readonly DirectoryEvent[],
): Promise<readonly OutgoingToken[]> {
  if (events.length === 0) return [];
  const resourceIds = [...new Set(events.map(({ resourceId }) => resourceId))];
  const externalIds = await streams.externalIds(stream.customer, resourceIds);
  const tokens: OutgoingToken[] = [];
  for (const event of events) {
    const claims = provisioningClaims(event, stream, {
      issuer,
      issuedAt: now(),
      externalId: externalIds.get(event.resourceId),
      facts: needsFacts(event, stream) ? await factsAt(history, event) : undefined,
    });
    if (claims !== undefined) tokens.push({ jti: tokenId(event, stream), token: await signer.sign(claims) });
  }
  return tokens;
}

/** From the events alone, so that it is what it was after this one, whatever came since. */
async function factsAt(
  history: Pick<DirectoryHistory, 'eventsOf'>,
  { customer, resourceId, version }: DirectoryEvent,
): Promise<JsonObject> {
  let facts: JsonObject = {};
  for await (const batch of history.eventsOf(customer, [resourceId])) {
    for (const event of batch) {
      if (event.version > version) return facts;
      facts = factsAfter(facts, event);
    }
  }
  return facts;
}
