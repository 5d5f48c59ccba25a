// Owns sending at a fixed pace whatever the answers do: the flood, the disables beside it and another connection. Judges nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScimAnswer, ScimClient } from '../scim-client';

export interface Flood {
  readonly flood: readonly ScimAnswer[];
  /** Of the flood. */
  readonly passed: number;
  readonly disables: readonly ScimAnswer[];
  readonly calm: readonly ScimAnswer[];
  /** How long it was sent, and how long until the last answer. */
  readonly sentS: number;
  readonly answeredS: number;
}

interface FloodOptions {
  readonly flooding: ScimClient;
  /** The same connection over sockets of its own, so that what is measured is the gateway and not the sender. */
  readonly leaving: ScimClient;
  readonly calm: ScimClient;
  readonly seconds: number;
  readonly floodPerSecond: number;
  readonly sidePerSecond: number;
  readonly leavers: readonly string[];
}

const STEP_MS = 10;

export async function runFlood(options: FloodOptions): Promise<Flood> {
  const { flooding, leaving, calm, floodPerSecond, sidePerSecond, leavers } = options;
  const untilMs = options.seconds * 1_000;
  const since = performance.now();
  const [flood, disables, others] = await Promise.all([
    paced(floodPerSecond, untilMs, (index) => floodRequest(flooding, index)),
    paced(sidePerSecond, untilMs, (index) => disable(leaving, leavers[index] ?? '', index)),
    paced(sidePerSecond, untilMs, () => calm.send('GET', '/Users?count=1')),
  ]);
  const elapsedS = (): number => (performance.now() - since) / 1_000;
  const sentS = elapsedS();
  const answers = await Promise.all([flood, disables, others].map((sent) => Promise.all(sent)));
  const [flooded = [], disabled = [], asked = []] = answers;
  const passed = flooded.filter(({ status }) => status !== 429).length;
  return { flood: flooded, passed, disables: disabled, calm: asked, sentS, answeredS: elapsedS() };
}

/** Sends what is due at each step and waits for no answer. */
async function paced(
  perSecond: number,
  untilMs: number,
  send: (index: number) => Promise<ScimAnswer>,
): Promise<readonly Promise<ScimAnswer>[]> {
  const since = performance.now();
  const sent: Promise<ScimAnswer>[] = [];
  for (let ms = 0; ms < untilMs; ms = performance.now() - since) {
    const due = Math.floor((ms * perSecond) / 1_000);
    while (sent.length < due) sent.push(send(sent.length));
    await sleep(STEP_MS);
  }
  return sent;
}

function floodRequest(client: ScimClient, index: number): Promise<ScimAnswer> {
  const userName = `flood.${String(index)}@firm.example`;
  switch (index % 3) {
    case 0:
      return client.send('POST', '/Users', { userName, displayName: userName });
    case 1:
      return client.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    default:
      return client.send('PATCH', '/Users/nobody', patch({ op: 'replace', path: 'title', value: 'Partner' }));
  }
}

/** As Okta, as Entra, and by DELETE. */
function disable(client: ScimClient, id: string, index: number): Promise<ScimAnswer> {
  const path = `/Users/${id}`;
  if (index % 3 === 0) return client.send('PATCH', path, patch({ op: 'replace', value: { active: false } }));
  if (index % 3 === 2) return client.send('DELETE', path);
  return client.send('PATCH', path, patch({ op: 'Replace', path: 'active', value: 'False' }));
}

function patch(operation: object): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
}
