// Bounds on a request before anything of it is read: the length of its URL and of its headers.

import type { RequestHandler } from 'express';
import { ScimFailure } from '../scim/failure';

export interface HttpLimits {
  readonly urlBytesMax: number;
  readonly headerBytesMax: number;
  readonly bodyBytesMax: number;
  readonly groupBodyBytesMax: number;
  readonly bulkBodyBytesMax: number;
  readonly jsonDepthMax: number;
}

/** 414 and 431, each naming the limit. */
export function limitRequest({ urlBytesMax, headerBytesMax }: HttpLimits): RequestHandler {
  return (request, _response, next) => {
    if (Buffer.byteLength(request.url) > urlBytesMax) {
      next(
        new ScimFailure(414, undefined, `the URL is longer than ${urlBytesMax} bytes; use POST …/.search`),
      );
    } else if (headerBytes(request.rawHeaders) > headerBytesMax) {
      next(new ScimFailure(431, undefined, `the headers are larger than ${headerBytesMax} bytes in all`));
    } else {
      next();
    }
  };
}

/** Names and values with `: ` and line end, as on the wire; Node gives a character for each byte. */
function headerBytes(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((bytes, text) => bytes + text.length + 2, 0);
}
