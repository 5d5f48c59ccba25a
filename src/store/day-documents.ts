// How a counted day lies in MongoDB; counts nothing.

import type { DayCounts } from '../directory/days';
import { collectionSchema } from './collection-schema';

/** One day of a customer that is over; each day from the first event on has one. */
export type DayDocument = DayCounts & { readonly _id: string; readonly customer: string };

export const DAY_COLLECTIONS = { days: collectionSchema([[{ customer: 1, day: 1 }]]) };
