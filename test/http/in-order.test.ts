import type { Request, RequestHandler, Response } from 'express';
import { inOrder } from '../../src/http/in-order';

/** What the steps did, and what came out of them. */
async function ran(steps: (did: (what: string) => void) => readonly RequestHandler[]): Promise<unknown> {
  const did: string[] = [];
  const failure = await new Promise<unknown>((resolve) => {
    const step = inOrder(...steps((what) => did.push(what)));
    const nothing: unknown = {};
    void step(nothing as Request, nothing as Response, resolve);
  });
  return { did, failure };
}

const noting =
  (did: (what: string) => void, what: string): RequestHandler =>
  (_request, _response, next) => {
    did(what);
    next();
  };

describe('steps in order', () => {
  it('run one after the other, also those that take their time, and go on behind the last', async () => {
    const steps = ran((did) => [
      noting(did, 'first'),
      async (_request, _response, next) => {
        await Promise.resolve();
        did('second');
        next();
      },
      noting(did, 'third'),
    ]);
    expect(await steps).toEqual({ did: ['first', 'second', 'third'], failure: undefined });
  });

  it.each<[string, RequestHandler]>([
    [
      'hands on',
      (_request, _response, next) => {
        next(new Error('no'));
      },
    ],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects with', () => Promise.reject(new Error('no'))],
  ])('end with the failure that one of them %s', async (_how, failing) => {
    const steps = ran((did) => [noting(did, 'first'), failing, noting(did, 'never')]);
    expect(await steps).toEqual({ did: ['first'], failure: new Error('no') });
  });
});
