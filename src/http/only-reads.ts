// Refuses what is no GET on a path that can only be read.

import type { RequestHandler } from 'express';
import { ScimFailure } from '../scim/failure';

/** 405 with `Allow` (RFC 9110 §15.5.6). */
export const onlyReads: RequestHandler = () => {
  throw new ScimFailure(405, undefined, 'this path takes GET, HEAD', { Allow: 'GET, HEAD' });
};
