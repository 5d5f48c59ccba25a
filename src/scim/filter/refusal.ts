// How the text of a filter or path is refused: where, and what would have been understood; knows no grammar.

import { badRequest, type ScimFailure, type ScimType } from '../failure';

/** Positions count UTF-16 code units from 0; people count from 1. */
export type Refuse = (position: number, fault: string) => ScimFailure;

/** Refusals that call the text a filter, as `invalidFilter`, or a path, as `invalidPath` (RFC 7644 table 9). */
export function refuseAs(scimType: ScimType & ('invalidFilter' | 'invalidPath')): Refuse {
  const subject = scimType === 'invalidFilter' ? 'filter' : 'path';
  return (position, fault) =>
    badRequest(scimType, `${subject} refused at character ${position + 1}: ${fault}`);
}

/** The refusal of what a filter means, once its names are looked up. */
export const refuseFilter: Refuse = refuseAs('invalidFilter');
