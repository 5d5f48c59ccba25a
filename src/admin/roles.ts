// Who may do what at which customer: from what an identity provider says of a person to a role. Pure; knows no provider.

import { ROLES, type Role } from './contract';

/** Whoever has one of the values has the role, at these customers or, null, at all. */
export interface RoleRule {
  readonly values: readonly string[];
  readonly role: Role;
  readonly customers: readonly string[] | null;
}

/** Undefined: the customer is none of theirs, and they are not told that it exists. */
export type RoleOf = (customer: string) => Role | undefined;

export const adminEverywhere: RoleOf = () => 'admin';

/** Of several rules that hold the one that gives most counts. Values are compared letter by letter. */
export function roleByClaim(rules: readonly RoleRule[], claimed: readonly string[]): RoleOf {
  const held = rules.filter(({ values }) => values.some((value) => claimed.includes(value)));
  return (customer) => {
    const here = held.filter(({ customers }) => customers === null || customers.includes(customer));
    return ROLES.findLast((role) => here.some((rule) => rule.role === role));
  };
}
