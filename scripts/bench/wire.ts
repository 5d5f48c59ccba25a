// Owns one kept-alive HTTP/1.1 connection, one request at a time, with as little work as the answer's end needs. Judges no answer.
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

export interface Wire {
  /** @throws Error where the connection breaks or nothing comes for two minutes */
  exchange(request: string): Promise<Reply>;
  close(): void;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

const SILENCE_MS_MAX = 120_000;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

export async function openWire(port: number): Promise<Wire> {
  const socket = await connected(port);
  let waiting: Waiting | undefined;
  let parts: Buffer[] = [];
  let held = 0;
  let needed = 0;
  let isChunked = false;
  socket.on('data', (part: Buffer) => {
    parts.push(part);
    held += part.length;
    // A long chunked answer is put together once, not at each of its parts.
    if (waiting === undefined || held < needed || (isChunked && !mayEnd(part))) return;
    const bytes = parts.length === 1 ? part : Buffer.concat(parts, held);
    const read = readReply(bytes);
    if (read === 'more chunks' || typeof read === 'number') {
      parts = [bytes];
      isChunked = read === 'more chunks';
      needed = isChunked ? 0 : Number(read);
      return;
    }
    const { resolve } = waiting;
    waiting = undefined;
    [parts, held, needed, isChunked] = [[], 0, 0, false];
    resolve(read);
  });
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
    socket.destroy();
  };
  socket.on('error', fail);
  socket.on('close', () => {
    fail(new Error('the server closed the connection'));
  });
  socket.setTimeout(SILENCE_MS_MAX, () => {
    fail(new Error('no answer within two minutes'));
  });
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('the connection is closed'));
          return;
        }
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** A part shorter than the mark may hold the rest of it. */
function mayEnd(part: Buffer): boolean {
  return (
    part.length < LAST_CHUNK.length || part.toString('latin1', part.length - LAST_CHUNK.length) === LAST_CHUNK
  );
}

/** The reply, or how many bytes there must be before it is worth looking again. */
function readReply(bytes: Buffer): Reply | number | 'more chunks' {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return bytes.length < end ? end : { status, body: bytes.subarray(start, end) };
  }
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { status, body: Buffer.alloc(0) };
  const body = mayEnd(bytes) ? unchunked(bytes, start) : undefined;
  return body === undefined ? 'more chunks' : { status, body };
}

/** Undefined while the last chunk is not there: a text may hold what looks like the end. */
function unchunked(bytes: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (size === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const end = lineEnd + 2 + size;
    if (Number.isNaN(size) || bytes.length < end + 2) return undefined;
    chunks.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
