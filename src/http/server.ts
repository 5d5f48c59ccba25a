// The HTTP server around the application: its timeouts, its answer to what is no HTTP, and its orderly end.

import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import { ScimFailure } from '../scim/failure';

/** A slow or silent client is let go; a slow answer of ours is not its fault. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** How late the two above may strike; Node's own 30 s would let slow attackers hold connections. */
const TIMEOUTS_CHECKED_EVERY_MS = 1_000;
/** Longer than the 60 s of common load balancers, so that they close idle connections, not we. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Above the application's own limits, which answer more clearly. */
const HEADER_BYTES_MAX = 65_536;
/** A container runtime kills 30 s after SIGTERM. */
const DRAIN_MS = 25_000;
/** A request that its client sent before it could know of the end is on its way on a kept connection: it is awaited. */
const IDLE_GRACE_MS = 500;
const SWEEP_EVERY_MS = 50;

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
    connectionsCheckingInterval: TIMEOUTS_CHECKED_EVERY_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
  });
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on('clientError', answerClientError);
  const open = watchOpen(server);
  await bind(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  server.on('request', application(bound));
  return { port: bound, drain: () => drain(server, open) };
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const reason = BIND_REFUSALS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new Error(reason(host, port), { cause: error });
  }
}

const BIND_REFUSALS: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `PORT: another process listens on port ${port} of ${host} already; stop it, or set PORT to a free port`,
  EACCES: (_host, port) =>
    `PORT: this process may not listen on port ${port}; set PORT to one from 1024 on, such as 8080`,
  EADDRNOTAVAIL: (host) =>
    `HOST: ${host} is not an address of this machine; set HOST to one that is, such as 127.0.0.1 or 0.0.0.0`,
  ENOTFOUND: (host) => `HOST: the name ${host} cannot be resolved; set HOST to an IP address`,
};

interface Open {
  readonly sockets: ReadonlySet<Socket>;
  readonly responses: ReadonlySet<ServerResponse>;
}

/** What a drain must see to its end. */
function watchOpen(server: Server): Open {
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (_request, response) => {
    if (!server.listening) response.setHeader('Connection', 'close');
    responses.add(response);
    response.once('close', () => responses.delete(response));
  });
  return { sockets, responses };
}

async function drain(server: Server, { sockets, responses }: Open): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // The HTTP server's own close() would cut idle connections at once, and with them requests that are on their way.
    NetServer.prototype.close.call(server, () => {
      resolve();
    });
  });
  for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close');
  const idleUntil = Date.now() + IDLE_GRACE_MS;
  const closeIdle = (): void => {
    server.closeIdleConnections();
    // To Node a connection on which nothing was sent yet is not idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  // After what has arrived was read: timers come first in a turn, and a busy process is behind with reading.
  const sweep = setInterval(() => {
    if (Date.now() >= idleUntil) setImmediate(closeIdle);
  }, SWEEP_EVERY_MS);
  const overdue = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
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
      'Content-Type: application/scim+json\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
