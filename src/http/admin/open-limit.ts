// How many long answers are open at once, of one who asks and of this process: each costs the database work for as long as it lasts. Knows no operation.

import type { RequestHandler } from 'express';
import { AdminFailure } from '../../admin/failure';
import { whoOf } from './who';

interface OpenLimit {
  readonly ofOne: number;
  readonly ofAll: number;
  /** What to do about too many. */
  readonly words: string;
}

const RETRY_S = 2;

export const LIVE_LIMIT: OpenLimit = {
  ofOne: 40,
  ofAll: 200,
  words: 'Too many pages follow the log at once; close some of them, then reload this one.',
};

export const DOWNLOAD_LIMIT: OpenLimit = {
  ofOne: 10,
  ofAll: 40,
  words: 'Too many files are being written at once; wait until some of them are there, then try again.',
};

/** @throws AdminFailure `tooMany`; counted by name, so that one who opens too many stands in nobody else's way */
export function openLimit({ ofOne, ofAll, words }: OpenLimit): RequestHandler {
  const open = new Map<string, number>();
  return (_request, response, next) => {
    const { name } = whoOf(response);
    const own = open.get(name) ?? 0;
    const all = [...open.values()].reduce((sum, count) => sum + count, 0);
    if (own >= ofOne || all >= ofAll) throw new AdminFailure('tooMany', words, RETRY_S);
    open.set(name, own + 1);
    response.once('close', () => {
      const left = (open.get(name) ?? 1) - 1;
      if (left === 0) open.delete(name);
      else open.set(name, left);
    });
    next();
  };
}
