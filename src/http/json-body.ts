// Reads a request body as JSON within its limits; guesses nothing and lets no prototype-like key through.

import { isUtf8 } from 'node:buffer';
import { raw, type Request, type RequestHandler } from 'express';
import { isJsonArray, isJsonObject, type JsonValue } from '../directory/json';
import { badRequest, quoted, ScimFailure } from '../scim/failure';
import { repeatedName } from './json-names';

const MEDIA_TYPE = /^application\/(?:scim\+)?json$/i;
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];

/**
 * Leaves the parsed value in `request.body`, undefined where there is no body.
 *
 * @param limitName what clients know the limit by, where it has a name
 * @throws ScimFailure 415 for another media type, charset or encoding, 413 over the limit, 400 `invalidSyntax`
 */
export function readJsonBody(bytesMax: number, depthMax: number, limitName?: string): RequestHandler {
  const read = raw({ type: () => true, limit: bytesMax, inflate: false });
  return (request, response, next) => {
    if (!hasBody(request)) {
      next();
      return;
    }
    const refusal = mediaTypeRefusal(request);
    if (refusal !== undefined) {
      next(refusal);
      return;
    }
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Express types its request as an interface
    read(request, response, (error?: unknown) => {
      if (error != null) {
        next(bodyFailure(error, `${bytesMax} bytes${limitName === undefined ? '' : ` (${limitName})`}`));
        return;
      }
      try {
        const bytes = request.body as Buffer | undefined;
        request.body = bytes === undefined || bytes.length === 0 ? undefined : parseJson(bytes, depthMax);
        next();
      } catch (parseError) {
        next(parseError);
      }
    });
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export function mediaTypeRefusal(request: Request): ScimFailure | undefined {
  const [type, ...parameters] = (request.headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice('charset='.length);
  const isUtf8 = charset === undefined || /^"?utf-?8"?$/i.test(charset);
  if (MEDIA_TYPE.test(type ?? '') && isUtf8) return undefined;
  return new ScimFailure(
    415,
    undefined,
    'Content-Type: send application/scim+json or application/json in UTF-8',
  );
}

function bodyFailure(error: unknown, limit: string): unknown {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return tooLarge(limit);
    case 'encoding.unsupported':
      return encodingRefused();
    case 'request.aborted':
    case 'request.size.invalid':
      return wrongLength();
    default:
      return error;
  }
}

export function tooLarge(limit: string): ScimFailure {
  return new ScimFailure(413, undefined, `the body is larger than ${limit}`, { Connection: 'close' });
}

export function encodingRefused(): ScimFailure {
  return new ScimFailure(415, undefined, 'Content-Encoding: send the body as it is, without compression');
}

export function wrongLength(): ScimFailure {
  return badRequest('invalidSyntax', 'the body does not have the announced length');
}

/** @throws ScimFailure 400 `invalidSyntax` */
export function parseJson(bytes: Buffer, depthMax: number): JsonValue {
  if (!isUtf8(bytes)) throw badRequest('invalidSyntax', 'the body is not UTF-8');
  const text = bytes.toString('utf8');
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw badRequest('invalidSyntax', 'the body is not well-formed JSON');
  }
  sanitise(value, depthMax);
  const repeated = repeatedName(text);
  if (repeated !== undefined) {
    throw badRequest('invalidSyntax', `the body: one object gives ${quoted(repeated)} more than once`);
  }
  return value;
}

/** Takes prototype-like keys out in place, so that no later copy can be led astray by them. */
function sanitise(value: JsonValue, depthLeft: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depthLeft === 0) throw badRequest('invalidSyntax', 'the body is nested too deeply');
  if (isJsonArray(value)) {
    for (const element of value) sanitise(element, depthLeft - 1);
  } else if (isJsonObject(value)) {
    for (const key of PROTOTYPE_KEYS) {
      if (Object.hasOwn(value, key)) Reflect.deleteProperty(value, key);
    }
    for (const member of Object.values(value)) sanitise(member, depthLeft - 1);
  }
}
