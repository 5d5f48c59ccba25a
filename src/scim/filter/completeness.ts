// Resolves filters on `provisioning` of the iManage extension, which is computed on each look (rule 3.9); reads no resource.

import type { Condition, SearchPath } from '../../directory/condition';
import { meets } from '../../directory/meets';
import type { SimpleAttribute } from './literal';
import { refuseFilter } from './refusal';

type Compared = Extract<Condition, { readonly kind: 'compare' }>;

const PROVISIONING = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User:provisioning';

/** Whether the attribute is `provisioning` or stands in it. */
export function isCompleteness(path: string): boolean {
  return path === PROVISIONING || path.startsWith(`${PROVISIONING}.`);
}

/** `missing` at the path, or an address that another user has: the search form knows nothing of other users. */
function incomplete(missingPath: SearchPath): Condition {
  return {
    kind: 'or',
    conditions: [{ kind: 'present', path: missingPath }, TAKEN_EMAIL],
  };
}

const TAKEN_EMAIL: Condition = { kind: 'related', relation: 'takenEmail', id: null };
const ALL: Condition = { kind: 'and', conditions: [] };
const NONE: Condition = { kind: 'or', conditions: [] };

/** What the comparison with `status` or `missing` means. */
export function completenessComparison(
  attribute: SimpleAttribute,
  compared: Compared,
  position: number,
): Condition {
  switch (attribute.name) {
    case 'status':
      return statusCondition(compared);
    case 'missing':
      return missingCondition(compared);
    default:
      throw refuseFilter(
        position,
        `attribute "${attribute.path}" is made for people to read; filter by status or missing`,
      );
  }
}

/** `missing pr`: incomplete. Every user has a status. */
export function completenessPresence(name: string, path: SearchPath): Condition {
  return name === 'missing' || name === 'reasons' ? incomplete([...path.slice(0, -1), 'missing']) : ALL;
}

function statusCondition({ path, operator, literal }: Compared): Condition {
  const incompleteOnes = incomplete([...path.slice(0, -1), 'missing']);
  const isMet = (status: string): boolean =>
    meets({ kind: 'compare', path: ['status'], operator, literal }, { status }, () => false);
  if (isMet('ready')) return isMet('incomplete') ? ALL : { kind: 'not', condition: incompleteOnes };
  return isMet('incomplete') ? incompleteOnes : NONE;
}

function missingCondition(compared: Compared): Condition {
  if (compared.operator === 'ne')
    return { kind: 'not', condition: missingCondition({ ...compared, operator: 'eq' }) };
  const { operator, literal } = compared;
  const meansEmail = meets(
    { kind: 'compare', path: ['missing'], operator, literal },
    { missing: 'email' },
    () => false,
  );
  return meansEmail ? { kind: 'or', conditions: [compared, TAKEN_EMAIL] } : compared;
}
