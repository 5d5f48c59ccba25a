// Owns sending random requests to a gateway and collecting what was wrong with the answers. Must not know how the gateway was started.
import { Agent, request as httpRequest } from 'node:http';
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/directory/json';
import type { PublishedSchemas } from '../../../src/scim/schema/definitions';
import { inParallel, range } from '../parallel';
import { chance } from '../random';
import { answerFaults, type FuzzAnswer } from './answers';
import { randomRequest, type FuzzRequest, type Ground } from './requests';

export interface FuzzOptions {
  readonly requests: number;
  readonly connections: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

export interface FuzzResult {
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
  /** One text for each wrong answer: what is wrong, and the request. */
  readonly faults: readonly string[];
}

/** Enough that most creations are new, few enough that requests meet each other. */
const NAMES = [
  ...['ANN', 'ann', 'ACTIVE', 'DEFAULT', 'ACTIVE:DEFAULT', 'work', 'a@firm.example'],
  ...range(150).map((index) => `PERSON${index}`),
];
/** The newest ids; older people are deleted or found by their names. */
const KNOWN_MAX = 200;

interface Target {
  readonly baseUrl: string;
  readonly token: string;
}

export async function fuzz(
  target: Target,
  published: PublishedSchemas,
  { requests, connections, seed, onProgress }: FuzzOptions,
): Promise<FuzzResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ground: Ground = { published, chance: chance(seed), names: NAMES as unknown as Ground['names'] };
  const known = { ids: [] as string[], cursors: [] as string[] };
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  let done = 0;
  await inParallel(range(requests), connections, async () => {
    const request = randomRequest(ground, known);
    const answer = await exchange(target, request, agent);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    for (const fault of answerFaults(request, answer, published))
      faults.push(`${fault}; ${JSON.stringify(request)}; ${answer.status} ${answer.text.slice(0, 300)}`);
    learn(known, answer.text);
    onProgress?.((done += 1));
  });
  agent.destroy();
  return { statuses, faults };
}

function learn(known: { readonly ids: string[]; readonly cursors: string[] }, text: string): void {
  if (!text.startsWith('{')) return;
  const body = JSON.parse(text) as JsonValue;
  if (!isJsonObject(body)) return;
  const resources = isJsonArray(body['Resources']) ? body['Resources'].slice(0, 2) : [body];
  for (const resource of resources)
    if (isJsonObject(resource) && typeof resource['id'] === 'string') known.ids.push(resource['id']);
  if (typeof body['nextCursor'] === 'string') known.cursors.push(body['nextCursor']);
  known.ids.splice(0, known.ids.length - KNOWN_MAX);
  known.cursors.splice(0, known.cursors.length - 10);
}

function exchange(
  { baseUrl, token }: Target,
  { method, path, headers, body }: FuzzRequest,
  agent: Agent,
): Promise<FuzzAnswer> {
  const { hostname, port, pathname } = new URL(baseUrl);
  const length: Record<string, string> =
    body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      ...{ hostname, port, method, agent, path: pathname + path },
      headers: { Authorization: `Bearer ${token}`, ...length, ...headers },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.end(body);
  });
}
