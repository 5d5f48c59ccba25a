// Numbers that rise across all gateways; one that was given and not used is missing, none is given twice.

import type { mongo } from 'mongoose';
import { firstOfTwo } from './first-of-two';

/** By what is counted. */
export interface CounterDocument {
  readonly _id: string;
  readonly last: number;
}

/** @returns the first of `count` numbers that follow each other */
export async function nextNumber(
  counters: mongo.Collection<CounterDocument>,
  name: string,
  count = 1,
): Promise<number> {
  const options = { upsert: true, returnDocument: 'after' } as const;
  const counted = await firstOfTwo(() =>
    counters.findOneAndUpdate({ _id: name }, { $inc: { last: count } }, options),
  );
  if (counted === null) throw new Error(`the counter ${name} was not kept`);
  return counted.last - count + 1;
}
