// The HTTP server around the application: its timeouts, its answer to what is no HTTP, and its orderly end.

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ScimFailure } from '../scim/failure';

/** A slow or silent client is let go; a slow answer of ours is not its fault. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than the 60 s of common load balancers, so that they close idle connections, not we. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Above the application's own limits, which answer more clearly. */
const HEADER_BYTES_MAX = 65_536;
/** A container runtime kills 30 s after SIGTERM. */
const DRAIN_MS = 25_000;

export interface RunningServer {
  /** The port that was bound, also where port 0 was asked for. */
  readonly port: number;
  /** Answers what is under way, takes nothing new, and resolves when every connection is closed. */
  drain(): Promise<void>;
}

/**
 * @param application made once the port is known, because locations may hold it
 * @throws Error where the address cannot be bound
 */
export async function listen(
  host: string,
  port: number,
  application: (port: number) => RequestListener,
): Promise<RunningServer> {
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
  });
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on('clientError', answerClientError);
  server.on('request', (_request, response) => {
    if (!server.listening) response.setHeader('Connection', 'close');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  server.on('request', application(bound));
  return { port: bound, drain: () => drain(server) };
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const overdue = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
  server.closeIdleConnections();
  // A connection that becomes idle after its last answer is closed as well.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  await closed;
  clearTimeout(overdue);
  clearInterval(sweep);
}

/** What the parser refuses never reaches the application; it still gets a SCIM error. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new ScimFailure(431, undefined, 'the headers are too large')
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? new ScimFailure(408, undefined, 'the request took too long to arrive')
        : new ScimFailure(400, 'invalidSyntax', 'the request is not well-formed HTTP');
  const body = JSON.stringify(failure);
  socket.end(
    `HTTP/1.1 ${failure.status} ${REASONS[failure.status] ?? 'Error'}\r\n` +
      'Content-Type: application/scim+json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
