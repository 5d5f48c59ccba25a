// One line for every request, into the process's log and into the request log, which keeps the bodies of what writes or is refused, without secrets.

import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { JsonValue } from '../directory/json';
import type { LogAction } from '../directory/log-row';
import type { LaterDetails, RequestEntry, RequestLog } from '../directory/request-log';
import { clientKind } from '../log/client-kind';
import type { HiddenNames } from '../log/hidden-names';
import type { Logger } from '../log/logger';
import { redactUrl } from '../log/redact-url';
import { maskTokens } from '../log/secret-text';
import { refusedBy } from '../scim/refused-by';
import { localsOf, type Locals } from './locals';
import { requestDetails } from './request-details';

/** Longer URLs are refused or say nothing more; anybody can send them, so the log keeps their beginning. */
export const URL_LENGTH_MAX = 2_048;
/** What a request holds in memory besides its body until its line is written. */
const ENTRY_BYTES = 1_024;

export interface RequestLogging {
  readonly logger: Logger;
  readonly requestLog: RequestLog;
  readonly now: () => Date;
  /** What at a customer nobody is shown. */
  readonly hiddenOf: (customer: string | null) => HiddenNames;
}

/** Gives the request its id, which the answer carries too, and logs it when it is over, however it ends. */
export function logRequests(logging: RequestLogging): RequestHandler {
  return (request, response, next) => {
    const at = logging.now();
    const start = performance.now();
    const requestId = randomUUID();
    localsOf(response).requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const durationMs = Math.floor((performance.now() - start) * 100) / 100;
      logOne(logging, { request, response, at, durationMs });
    });
    next();
  };
}

interface Finished {
  readonly request: Request;
  readonly response: Response;
  readonly at: Date;
  readonly durationMs: number;
}

function logOne({ logger, requestLog, hiddenOf }: RequestLogging, finished: Finished): void {
  const { request, response, durationMs } = finished;
  const locals = localsOf(response);
  const entry = entryOf(finished);
  const { requestId, customer, connection, client, method, url, status, scimType, detail } = entry;
  const { resourceType, resourceId } = entry;
  const fields = {
    requestId,
    customer,
    connection,
    client,
    method,
    url,
    status,
    durationMs,
    scimType,
    detail,
  };
  if (url.startsWith('/livez') || url.startsWith('/readyz')) {
    logger.debug('request', fields);
    return;
  }
  logger[isFault(response.statusCode) ? 'error' : 'info']('request', fields);
  const isRefused = status >= 400;
  if (entry.customer === null || !(isRefused || WRITES.has(entry.action))) {
    requestLog.append(entry, strangersDisable(entry));
    return;
  }
  const body = parsedBody(request);
  const { answer } = locals;
  requestLog.append(entry, {
    bytes: ENTRY_BYTES + Number(request.headers['content-length'] ?? 0),
    make: () =>
      requestDetails({
        method,
        resourceType,
        resourceId,
        isRefused,
        body,
        answer,
        hidden: hiddenOf(customer),
      }),
  });
}

/** Of a request whose token nobody knows the path is all that is looked at; but whoever was to be disabled is not. */
function strangersDisable({
  customer,
  method,
  resourceType,
  resourceId,
}: RequestEntry): LaterDetails | undefined {
  if (customer !== null || method !== 'DELETE' || resourceType !== 'User' || resourceId === null)
    return undefined;
  const nothing = { request: null, answer: null, about: [], words: [], name: null };
  return { bytes: ENTRY_BYTES, make: () => ({ ...nothing, disables: [resourceId] }) };
}

const WRITES: ReadonlySet<LogAction> = new Set(['create', 'replace', 'patch', 'delete', 'bulk']);

function entryOf({ request, response, at, durationMs }: Finished): RequestEntry {
  const locals = localsOf(response);
  const { connection, knownAs, refusal } = locals;
  // A client that went away before the answer was complete got none.
  const status = response.writableFinished ? response.statusCode : 499;
  const { scimType = null, detail = null, rule } = refusal ?? {};
  const place = locals.place ?? plainPlace(request.originalUrl);
  const { type, id } = resourceOf(place, request.method, response);
  return {
    at,
    requestId: locals.requestId,
    customer: connection?.customer.id ?? knownAs?.customer ?? null,
    connection: connection?.name ?? knownAs?.connection ?? null,
    token: locals.token ?? knownAs?.token ?? null,
    client: clientKind(request.headers),
    admin: locals.adminName ?? null,
    address: request.socket.remoteAddress ?? null,
    method: request.method,
    url: redactUrl(request.originalUrl).slice(0, URL_LENGTH_MAX),
    action: actionOf(place, request.method),
    resourceType: type,
    // Somebody pastes a token where an id belongs.
    resourceId: id === null ? null : maskTokens(id),
    status,
    durationMs,
    scimType,
    detail: detail === null ? null : maskTokens(detail),
    rule: status < 400 ? null : refusedBy({ status, scimType, rule: rule ?? (knownAs && 'token-expired') }),
    tolerances: locals.tolerances === undefined ? NONE : [...locals.tolerances],
  };
}

const NONE: readonly string[] = [];

const BY_METHOD: Readonly<Record<string, LogAction>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What a request does, by its path as it was understood and its method. */
export function actionOf(place: Locals['place'], method: string): LogAction {
  if (place?.kind === 'bulk' || place?.kind === 'search') return place.kind;
  const isResource = place?.kind === 'resources' || place?.kind === 'me';
  return isResource ? (BY_METHOD[method] ?? 'other') : method === 'GET' ? 'read' : 'other';
}

/** Of a request that was refused before its path was looked at: enough to say whom it was about. */
function plainPlace(url: string): Locals['place'] {
  const [, endpoint, id] = /\/(Users|Groups)(?:\/([^/?]+))?\/?(?:\?|$)/.exec(url) ?? [];
  if (endpoint === undefined) return undefined;
  return { kind: 'resources', type: endpoint === 'Users' ? 'User' : 'Group', id };
}

/** The resource of the path; of a creation the one that was made, as `Location` tells. */
function resourceOf(
  place: Locals['place'],
  method: string,
  response: Response,
): { readonly type: string | null; readonly id: string | null } {
  if (place?.kind === 'me') return { type: 'User', id: null };
  if (place?.kind !== 'resources') return { type: null, id: null };
  const made = method === 'POST' && response.statusCode === 201 ? response.getHeader('Location') : undefined;
  const id = typeof made === 'string' ? lastSegment(made) : place.id;
  return { type: place.type, id: id ?? null };
}

function lastSegment(location: string): string {
  const segment = location.slice(location.lastIndexOf('/') + 1);
  return segment.includes('%') ? decodeURIComponent(segment) : segment;
}

/** A body that was refused before it was parsed is not kept: what it says nobody knows, so nobody can redact it. */
function parsedBody({ body }: Request): JsonValue | undefined {
  return Buffer.isBuffer(body) ? undefined : (body as JsonValue | undefined);
}

/** 501 says what is not offered (RFC 7644 §3.11): a client that asks for it again and again is no fault of the gateway. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 501;
}
