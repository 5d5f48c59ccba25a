// Mounts every operation for admins under its path: role, input, operation, answer. Knows neither what they do nor how somebody signs in.

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { AdminContext } from '../../admin/context';
import { ROLES, type Contract } from '../../admin/contract';
import { CONTRACTS } from '../../admin/contracts';
import { AdminFailure } from '../../admin/failure';
import { readInput } from '../../admin/input';
import { OPERATIONS } from '../../admin/operations';
import type { Customer } from '../../directory/customer';
import { queryOf } from '../authenticate';
import { readJsonBody } from '../json-body';
import { localsOf } from '../locals';
import { writeDownload } from './download';
import { writeEvents } from './live';
import { DOWNLOAD_LIMIT, LIVE_LIMIT, openLimit } from './open-limit';
import { whileSignedIn } from './while-signed-in';
import { whoOf, type Who } from './who';

/** The longest list of people by name takes less. */
const BODY_BYTES_MAX = 1024 * 1024;
const DEPTH_MAX = 16;

/** What the request itself says of the one who asks. */
interface Asking {
  readonly configured: Customer;
  readonly who: Who;
  readonly requestId: string;
  readonly stopping: AbortSignal;
}

export interface AdminApiOptions {
  readonly customers: readonly Customer[];
  readonly contextOf: (asking: Asking) => Promise<AdminContext>;
  readonly isAvailable: () => boolean;
  /** Fires when the gateway stops: what would go on without end is ended. */
  readonly ending: AbortSignal;
}

type AnyOperation = (context: AdminContext, input: Record<string, unknown>) => unknown;

/** Stands behind the steps that know who asks. */
export function adminApi(options: AdminApiOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true, mergeParams: true });
  const limits = { answer: [], live: [openLimit(LIVE_LIMIT)], download: [openLimit(DOWNLOAD_LIMIT)] };
  for (const [name, contract] of Object.entries(CONTRACTS as Readonly<Record<string, Contract>>)) {
    const operation = (OPERATIONS as unknown as Readonly<Record<string, AnyOperation>>)[name];
    if (operation === undefined) throw new Error(`nothing carries out ${name}`);
    const path = `/customers/:customer${contract.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const method = contract.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const readBody = readJsonBody(contract.bodyBytesMax ?? BODY_BYTES_MAX, DEPTH_MAX);
    const steps = [mayAsk(options, contract), readBody, ...limits[contract.kind]];
    router[method](path, ...steps, carryOut(options, contract, operation));
  }
  return router;
}

/** Nobody is told whether a customer exists that is not theirs; nobody's body is read who may not ask. */
function mayAsk(options: AdminApiOptions, contract: Contract): RequestHandler {
  return (request, response, next) => {
    if (!options.isAvailable())
      throw new AdminFailure('unavailable', 'The database is away; nothing was read or changed.', 5);
    const who = whoOf(response);
    const role = who.roleOf(customerOf(options, who, request).id);
    if (role === undefined || ROLES.indexOf(role) < ROLES.indexOf(contract.role))
      throw new AdminFailure(
        'forbidden',
        `This needs the role "${contract.role}"; you have "${String(role)}".`,
      );
    if (contract.fresh === true && !who.isFresh)
      throw new AdminFailure('reauthenticate', 'This gives access to others: sign in once more, then do it.');
    next();
  };
}

function carryOut(options: AdminApiOptions, contract: Contract, operation: AnyOperation): RequestHandler {
  return async (request, response) => {
    const who = whoOf(response);
    const { format, given } = givenInput(request, contract);
    const input = readInput(contract.input, given, isInQuery(contract));
    const stopping = stoppingOf(options, response);
    const context = await options.contextOf({
      configured: customerOf(options, who, request),
      who,
      requestId: localsOf(response).requestId,
      stopping: contract.kind === 'live' ? whileSignedIn(who, stopping) : stopping,
    });
    const result = operation(context, input);
    if (contract.kind === 'answer') response.json(await result);
    else if (contract.kind === 'live') await writeEvents(response, result as AsyncIterable<unknown>);
    else await writeDownload(response, contract, format, result as Parameters<typeof writeDownload>[3]);
  };
}

function customerOf({ customers }: AdminApiOptions, who: Who, request: Request): Customer {
  const id = String(request.params['customer']);
  const customer = customers.find((each) => each.id === id);
  if (customer !== undefined && who.roleOf(customer.id) !== undefined) return customer;
  throw new AdminFailure('notFound', 'There is no such customer, or it is not yours.');
}

interface Given {
  /** Of a download. */
  readonly format: unknown;
  readonly given: Readonly<Record<string, unknown>>;
}

/** Members of the path, and the others of the query or the body. */
function givenInput(request: Request, contract: Contract): Given {
  const { customer: _customer, ...params } = request.params;
  const sent = isInQuery(contract) ? queryMembers(request, contract) : bodyMembers(request);
  if (contract.kind !== 'download') return { format: undefined, given: { ...sent, ...params } };
  const { format = 'csv', ...given } = sent;
  return { format, given: { ...given, ...params } };
}

function isInQuery({ method }: Contract): boolean {
  return method === 'GET' || method === 'DELETE';
}

function queryMembers(request: Request, { input }: Contract): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  const query = new URLSearchParams(queryOf(request));
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const isList = input.properties[name]?.['type'] === 'array';
    if (!isList && values.length > 1) throw new AdminFailure('invalid', `${name}: given more than once`);
    members[name] = isList ? values : values[0];
  }
  return members;
}

function bodyMembers(request: Request): Record<string, unknown> {
  const body: unknown = request.body ?? {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new AdminFailure('invalid', 'The body must be one JSON object.');
}

function stoppingOf({ ending }: AdminApiOptions, response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  return AbortSignal.any([ending, gone.signal]);
}
