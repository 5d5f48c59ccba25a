// Owns speaking to a gateway over kept-alive connections, as many as asked for, and timing each answer. Judges no answer.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface ScimAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body; undefined where there is none. */
  readonly body: unknown;
  readonly bytes: number;
  /** From sending to the last byte; waiting for a free connection counts. */
  readonly ms: number;
}

export interface ScimClient {
  /** @throws Error when the connection breaks or no answer comes within two minutes */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimAnswer>;
  close(): void;
}

const ANSWER_MS_MAX = 120_000;

export function createScimClient(
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
  connections: number,
): ScimClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  return {
    send: (method, path, body, headers = {}) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const length = text === '' ? {} : { 'content-length': Buffer.byteLength(text) };
      const type = text === '' ? {} : { 'content-type': 'application/scim+json' };
      const all = { authorization: `Bearer ${token}`, ...type, ...length, ...headers };
      return exchange(new URL(baseUrl + path), { method, agent, headers: all, text });
    },
    close: () => {
      agent.destroy();
    },
  };
}

interface Sent {
  readonly method: string;
  readonly agent: Agent;
  readonly headers: Record<string, string | number>;
  readonly text: string;
}

function exchange(url: URL, { method, agent, headers, text }: Sent): Promise<ScimAnswer> {
  const since = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers, timeout: ANSWER_MS_MAX }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as unknown),
          bytes: bytes.length,
          ms: performance.now() - since,
        });
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer to ${method} ${url.pathname}`)));
    sent.once('error', reject);
    sent.end(text);
  });
}
