// Who is signed in and which customer is looked at, for every component below the sign-in.

import { createContext, useContext } from 'react';
import { ROLES, type Role } from '../../admin/contract';
import type { Session } from './session';

export interface SignedIn {
  readonly name: string;
  readonly csrf: string | null;
  readonly customer: Session['customers'][number];
  readonly customers: Session['customers'];
  readonly chooseCustomer: (id: string) => void;
}

const SignedInContext = createContext<SignedIn | null>(null);

export const SignedInProvider = SignedInContext.Provider;

/** @throws Error above the sign-in, where nobody is known */
export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (signedIn === null) throw new Error('nobody is signed in here');
  return signedIn;
}

/** Whether who is signed in may do what needs this role. */
export function useMay(role: Role): boolean {
  const { customer } = useSignedIn();
  return ROLES.indexOf(customer.role) >= ROLES.indexOf(role);
}
