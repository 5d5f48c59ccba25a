/** What of the limits the SCIM engine works with, under its own names. Knows nothing of how it counts. */
import type { LimitsConfig } from './config';

/** About 250 comparisons; a filter of the largest size allowed has no more that mean anything. */
const FILTER_TOKENS_MAX = 1_000;

export function scimLimits(limits: LimitsConfig) {
  return {
    filterBytesMax: limits.filterBytesMax,
    filterDepthMax: limits.jsonDepthMax,
    filterTokensMax: FILTER_TOKENS_MAX,
    operationsMax: limits.operationsMax,
    resourceBytesMax: limits.bodyBytesMax,
    bulkBytesMax: limits.bulkBodyBytesMax,
    pageMax: limits.pageSizeMax,
    pageDefault: limits.pageSizeDefault,
    cursorSeconds: limits.cursorSeconds,
  };
}
