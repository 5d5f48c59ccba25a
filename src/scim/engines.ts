// Owns which engine serves which customer: one for all, and one of its own for each with schemas of its own. Must not know a request.

import type { Customer } from '../directory/customer';
import { createScimEngine, type ScimEngine } from './engine';
import type { Services } from './resources/services';
import type { PublishedTo } from './schema/definitions';

export interface ScimEngines {
  /** For what is answered without knowing a customer. */
  readonly shared: ScimEngine;
  of(customer: Pick<Customer, 'id'>): ScimEngine;
}

/** Compiles everything now: nothing is compiled for a request. */
export function createScimEngines(
  services: Services,
  { everybody, own }: PublishedTo,
  baseUrl: string,
): ScimEngines {
  const shared = createScimEngine(services, everybody, baseUrl);
  const engines = new Map(
    [...own].map(([customer, published]) => [customer, createScimEngine(services, published, baseUrl)]),
  );
  return { shared, of: ({ id }) => engines.get(id) ?? shared };
}
