// By which rule a refusal is explained in the sync log: the one it names, else the one that its status and scimType stand for. Pure.

import type { RefusalRule } from '../directory/refusal-rule';
import type { ScimType } from './failure';

const BY_SCIM_TYPE: Readonly<Record<ScimType, RefusalRule>> = {
  invalidFilter: 'filter',
  tooMany: 'paging',
  uniqueness: 'taken',
  mutability: 'immutable',
  invalidSyntax: 'body',
  invalidPath: 'path',
  noTarget: 'nothing-selected',
  invalidValue: 'value',
  invalidVers: 'not-offered',
  sensitive: 'filter',
  invalidCursor: 'paging',
  expiredCursor: 'paging',
  invalidCount: 'paging',
};

const BY_STATUS: Readonly<Record<number, RefusalRule>> = {
  400: 'body',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'method',
  408: 'client-gone',
  409: 'bulk-reference',
  412: 'version-changed',
  413: 'too-large',
  414: 'too-large',
  415: 'media-type',
  424: 'bulk-reference',
  429: 'rate-limited',
  431: 'too-large',
  499: 'client-gone',
  501: 'not-offered',
  503: 'database-away',
};

/** What is known of a refusal. */
interface Refused {
  readonly status: number;
  readonly scimType: string | null;
  readonly rule: RefusalRule | undefined;
}

export function refusedBy({ status, scimType, rule }: Refused): RefusalRule {
  if (rule !== undefined) return rule;
  if (isScimType(scimType)) return BY_SCIM_TYPE[scimType];
  return BY_STATUS[status] ?? (status >= 500 ? 'internal-error' : 'other');
}

function isScimType(name: string | null): name is ScimType {
  return name !== null && Object.hasOwn(BY_SCIM_TYPE, name);
}
