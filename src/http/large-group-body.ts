// Reads the body of a write on groups while it arrives, where it is large: its members are never held as text or as values.
//
// The pieces pass through the same reader as small bodies (json-body.ts), so a large body is as strict a JSON text as they.

import type { Request, RequestHandler, Response } from 'express';
import type { JsonValue } from '../directory/json';
import type { BeginMassWork, MassWork } from '../directory/mass-work';
import { ScimFailure } from '../scim/failure';
import type { LargeMembersCollector } from '../scim/patch/large-members-collector';
import { arrayCutter, type JsonPlace } from './array-cutter';
import { createBodyPlaces, type BodyPlace } from './body-places';
import {
  encodingRefused,
  mediaTypeRefusal,
  parseJson,
  readJsonBody,
  tooLarge,
  wrongLength,
} from './json-body';
import type { HttpLimits } from './request-limits';

/** A smaller body is quicker read at once. */
const LARGE_BYTES = 1024 * 1024;
const BATCH_BYTES = 64 * 1024;
/** A shorter list is held as it is. */
const LONG_LIST = 10_000;

type Limits = Pick<HttpLimits, 'bodyBytesMax' | 'groupBodyBytesMax' | 'jsonDepthMax'>;
type CollectorOf = (response: Response) => LargeMembersCollector;

interface Reading {
  readonly work: MassWork;
  readonly place: BodyPlace;
  readonly collector: () => LargeMembersCollector;
}

/** As `readJsonBody`; of a large body, a long list of members stands in `request.body` as `LargeMembers`. */
export function readLargeGroupBody(
  limits: Limits,
  collectorOf: CollectorOf,
  beginMassWork: BeginMassWork,
): RequestHandler {
  const readSmall = readJsonBody(limits.groupBodyBytesMax, limits.jsonDepthMax);
  const places = createBodyPlaces(limits.groupBodyBytesMax);
  return (request, response, next) => {
    const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
    const isLarge = transfer !== undefined || Number(length ?? 0) > LARGE_BYTES;
    if (!isLarge) {
      void readSmall(request, response, next);
      return;
    }
    const [work, place] = [beginMassWork(), places.forBody(Number(length ?? 0))];
    // What was read of the body is held until its request is answered.
    response.once('close', () => {
      work.end();
      place.leave();
    });
    readLarge(request, limits, { work, place, collector: () => collectorOf(response) }).then(
      (body) => {
        request.body = body;
        next();
      },
      (error: unknown) => {
        // What is still on its way is read and forgotten, so that the client reads the answer.
        request.resume();
        next(error);
      },
    );
  };
}

async function readLarge(
  request: Request,
  { bodyBytesMax, groupBodyBytesMax, jsonDepthMax }: Limits,
  { work, place: bodyPlace, collector }: Reading,
): Promise<JsonValue | undefined> {
  const refusal = mediaTypeRefusal(request) ?? encodingRefusal(request);
  if (refusal !== undefined) throw refusal;
  const limit = `${groupBodyBytesMax} bytes`;
  if (Number(request.headers['content-length'] ?? 0) > groupBodyBytesMax) throw tooLarge(limit);
  const lists = new Map<string, LongList>();
  const cutter = arrayCutter({
    isCut: isOfMembers,
    batchBytes: BATCH_BYTES,
    restBytesMax: bodyBytesMax,
    onElements(json, place) {
      const key = JSON.stringify(place);
      const list = lists.get(key) ?? longList(place, { work, collector });
      lists.set(key, list);
      list.add(parseJson(json, jsonDepthMax - place.length) as readonly JsonValue[]);
    },
    onTooLarge: () => {
      throw new ScimFailure(
        413,
        undefined,
        `the body without its members, or one of them, is larger than ${bodyBytesMax} bytes`,
      );
    },
  });
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length;
    if (bytes > groupBodyBytesMax) throw tooLarge(limit);
    bodyPlace.hold(bytes);
    cutter.write(chunk);
  }
  const rest = cutter.end();
  if (bytes === 0) return undefined;
  const body = parseJson(rest, jsonDepthMax);
  for (const { place, end } of lists.values()) put(body, place, end());
  return body;
}

function encodingRefusal({ headers }: Request): ScimFailure | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding.toLowerCase() === 'identity' ? undefined : encodingRefused();
}

async function* chunksOf(request: Request): AsyncGenerator<Buffer> {
  try {
    // The connection stays for the answer, whatever becomes of the body.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (request.complete) throw error;
    throw wrongLength();
  }
}

/** `members` of a group, and what an operation of a PATCH may say of them. */
function isOfMembers(place: JsonPlace): boolean {
  const names = place.map((part) => (typeof part === 'string' ? part.toLowerCase() : '*')).join('/');
  return names === 'members' || names === 'operations/*/value' || names === 'operations/*/value/members';
}

interface LongList {
  readonly place: JsonPlace;
  add(elements: readonly JsonValue[]): void;
  readonly end: () => JsonValue;
}

function longList(place: JsonPlace, { work, collector: collectorOf }: Omit<Reading, 'place'>): LongList {
  let held: JsonValue[] = [];
  let collector: LargeMembersCollector | undefined;
  let isFirst = true;
  return {
    place,
    add(elements) {
      // Behind a cut stands a null that nobody sent.
      const given = isFirst ? elements : elements.slice(1);
      isFirst = false;
      work.seen(given.length);
      if (collector === undefined && held.length + given.length <= LONG_LIST) {
        held.push(...given);
        return;
      }
      collector ??= collectorOf();
      if (held.length > 0) collector.add(held);
      held = [];
      collector.add(given);
    },
    end: () => collector?.end() ?? held,
  };
}

/** The list stands where it was cut out. */
function put(body: JsonValue, place: JsonPlace, list: JsonValue): void {
  let holder = body as Record<string | number, JsonValue>;
  for (const part of place.slice(0, -1)) holder = holder[part] as Record<string, JsonValue>;
  const last = place.at(-1);
  if (last !== undefined && Object.hasOwn(holder, last)) holder[last] = list;
}
