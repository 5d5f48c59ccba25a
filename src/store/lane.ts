// Lets the steps of one MongoDB session follow each other, whoever takes them, and remembers what broke. Must not know the steps.

import { mongo } from 'mongoose';

export interface Lane {
  /** A session takes one command at a time. */
  run<T>(step: () => Promise<T>): Promise<T>;
  /** The first error of the database or the driver: the transaction can come to nothing any more. */
  readonly broken: () => mongo.MongoError | undefined;
}

export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  let broken: mongo.MongoError | undefined;
  return {
    run(step) {
      const mine = last.then(step);
      last = mine.catch((error: unknown) => {
        if (error instanceof mongo.MongoError) broken ??= error;
      });
      return mine;
    },
    broken: () => broken,
  };
}
