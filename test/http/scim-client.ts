// Speaks SCIM to a test gateway over real HTTP, and looks up what a request left behind in its database.

import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import supertest from 'supertest';
import type { RequestDocument } from '../../src/store/documents';
import { keptRequest } from '../../src/store/log-request-record';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
export const IMANAGE_GROUP = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A SCIM body: a resource, a list or an error, as the test at hand knows it to be. */
export interface Body {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly meta: {
    readonly version: string;
    readonly location: string;
    readonly created: string;
    readonly lastModified: string;
  };
  readonly members?: readonly { readonly value: string; readonly display?: string }[];
  readonly groups?: readonly { readonly value: string; readonly display: string }[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly Body[];
  readonly scimType?: string;
  readonly detail: string;
  readonly [name: string]: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** Empty where the answer has no body. */
  readonly body: Body;
}

type Headers = Readonly<Record<string, string>>;

export interface ScimClient {
  get(path: string, headers?: Headers): Promise<Answered>;
  post(path: string, body: object, headers?: Headers): Promise<Answered>;
  put(path: string, body: object, headers?: Headers): Promise<Answered>;
  /** @param operations the `Operations` of the PATCH body */
  patch(path: string, operations: readonly object[], headers?: Headers): Promise<Answered>;
  delete(path: string, headers?: Headers): Promise<Answered>;
  /** Any method, with the body's text as it is. */
  send(method: string, path: string, sent?: { headers?: Headers; body?: string }): Promise<Answered>;
}

const JSON_BODY = { 'Content-Type': 'application/scim+json' };

/** Paths are those below the SCIM base. */
export function scimClient(gateway: { readonly baseUrl: string; readonly token: string }): ScimClient {
  const send: ScimClient['send'] = async (method, path, { headers = {}, body } = {}) => {
    const verb = method.toLowerCase() as 'get';
    const asked = supertest(gateway.baseUrl)[verb](path);
    void asked.set({ Authorization: `Bearer ${gateway.token}`, ...headers });
    // An answer without body has no text, whatever supertest's type says.
    const answered: Omit<Answered, 'text'> & { readonly text?: string } = await (body === undefined
      ? asked
      : asked.send(body));
    const { status, headers: answeredHeaders, text = '', body: parsed } = answered;
    return { status, headers: answeredHeaders, text, body: parsed };
  };
  const sendJson = (method: string, path: string, body: object, headers: Headers = {}): Promise<Answered> =>
    send(method, path, { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body, headers) => sendJson('POST', path, body, headers),
    put: (path, body, headers) => sendJson('PUT', path, body, headers),
    patch: (path, Operations, headers) =>
      sendJson('PATCH', path, { schemas: [PATCH_OP], Operations }, headers),
    delete: (path, headers = {}) => send('DELETE', path, { headers }),
  };
}

interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: string | Buffer;
}

/** A request as no client library would send it: the path letter by letter, a body in chunks. */
export function rawRequest(
  rootUrl: string,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Promise<Answered> {
  const { hostname, port } = new URL(rootUrl);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Answered['headers'],
          text,
          body: JSON.parse(text === '' ? '{}' : text) as Body,
        });
      });
    });
    request.on('error', reject);
    if (body !== undefined) request.write(body);
    request.end();
  });
}

export function person(userName: string, more: object = {}): object {
  return {
    schemas: [USER],
    userName,
    displayName: `Display of ${userName}`,
    emails: [{ value: `${userName}@firm.example`, type: 'work', primary: true }],
    active: true,
    ...more,
  };
}

/** Creates the person and answers what the gateway made of it. */
export async function created(client: ScimClient, path: string, body: object): Promise<Body> {
  const answered = await client.post(path, body);
  if (answered.status !== 201) throw new Error(`${path}: ${answered.status} ${answered.text}`);
  return answered.body;
}

/** The SCIM error of RFC 7644 §3.12 with this status and scimType, and a detail that says what is meant. */
export function expectRefusal(
  answered: Answered,
  status: number,
  scimType: string | undefined,
  detail: string | RegExp = /./,
): void {
  expect(answered.body).toEqual({
    schemas: [ERROR],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: expect.stringMatching(typeof detail === 'string' ? literal(detail) : detail) as string,
  });
  expect(answered.status).toBe(status);
  expect(answered.headers['content-type']).toMatch(/^application\/scim\+json(;|$)/);
}

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
}

/** Everything the directory keeps, as one text: equal texts mean that nothing was stored in between. */
export async function storedState(database: mongo.Db): Promise<string> {
  const collections = ['users', 'groups', 'memberships', 'events'];
  const documents = await Promise.all(
    collections.map((name) => database.collection(name).find().sort({ _id: 1 }).toArray()),
  );
  return JSON.stringify(documents);
}

/** The events of a resource, oldest first. */
export async function eventsOf(database: mongo.Db, resourceId: string): Promise<readonly mongo.Document[]> {
  return database.collection('events').find({ resourceId }).sort({ version: 1 }).toArray();
}

const LOG_DEADLINE_MS = 5_000;

/** The line of the request log, as it is read; it is written in batches, so it may take a moment. */
export async function requestLine(database: mongo.Db, answered: Answered): Promise<mongo.Document> {
  const requestId = answered.headers['x-request-id'] ?? '';
  const deadline = Date.now() + LOG_DEADLINE_MS;
  while (Date.now() < deadline) {
    const line = await database.collection<RequestDocument>('requests').findOne({ requestId });
    if (line !== null) return keptRequest(line);
    await sleep(50);
  }
  throw new Error(`no line in the request log for the request "${requestId}"`);
}
