// Several steps of one request as one: each goes on to the next. Must not know what they do.

import type { RequestHandler } from 'express';

/**
 * As a router runs them that takes every path; but a router looks at the path again before each step, and makes more of it
 * than of the step itself.
 */
export function inOrder(...steps: readonly RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    const goOn = (index: number): void => {
      const step = steps[index];
      if (step === undefined) {
        done();
        return;
      }
      try {
        const ended: unknown = step(request, response, (failure?: unknown) => {
          if (failure == null) goOn(index + 1);
          else done(failure);
        });
        if (ended instanceof Promise) ended.catch(done);
      } catch (failure) {
        done(failure);
      }
    };
    goOn(0);
  };
}
