// Changes of a customer's catalogue and rules while the gateway runs: one transaction with its event. Must not know who asks, or how it is shown.

import { type Catalogue, catalogueOf } from '../directory/catalogue';
import { libraryNamed, roleNamed, type Customer, type Rules } from '../directory/customer';
import { difference, type Actor } from '../directory/event';
import { DirectoryFailure } from '../directory/failure';
import type { JsonObject, JsonValue } from '../directory/json';
import type { DirectoryStore, DirectoryTransaction } from '../directory/ports';
import { withSettings, type CustomerSettings } from '../directory/settings';

export interface Administration {
  readonly store: DirectoryStore;
  /** As the configuration has the customer. */
  readonly configured: Customer;
  readonly actor: Actor;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What is kept after the change; the members it names replace those that were kept before. */
type SettingsChange = Partial<Pick<CustomerSettings, 'libraries' | 'defaultLibrary' | 'rules'>>;

/**
 * Makes the change that `decide` answers for the customer as it is now.
 *
 * @returns the customer after it
 * @throws DirectoryFailure what `decide` throws; nothing is changed then
 */
async function changeSettings(
  admin: Administration,
  decide: (customer: Customer, transaction: DirectoryTransaction) => Promise<SettingsChange>,
): Promise<Customer> {
  const { store, configured } = admin;
  return store.write(`${configured.id}/settings`, async (transaction) => {
    const kept = await transaction.settings(configured.id);
    const before = withSettings(configured, kept);
    const change = await decide(before, transaction);
    const next = { customer: configured.id, ...kept, ...change, version: (kept?.version ?? 0) + 1 };
    const after = withSettings(configured, next);
    const changed = difference(settingsFacts(before), settingsFacts(after));
    if (Object.keys({ ...changed.before, ...changed.after }).length === 0) return before;
    await transaction.keepSettings(kept, next);
    await transaction.record({
      id: admin.newId(),
      customer: configured.id,
      at: admin.now(),
      actor: admin.actor,
      resourceType: 'Customer',
      resourceId: configured.id,
      version: next.version,
      operation: 'configure',
      ...changed,
      membersAdded: [],
      membersRemoved: [],
      rules: [],
      tolerances: [],
    });
    return after;
  });
}

/** A change of libraries and roles that nobody can stand in the way of. */
export function changeCatalogue(
  admin: Administration,
  decide: (customer: Customer) => Catalogue,
): Promise<Customer> {
  return changeSettings(admin, (customer) => Promise.resolve(decide(customer)));
}

/**
 * Takes a library or role out of the catalogue, unless anybody holds it.
 *
 * A write under way read the catalogue before and could still give it to somebody: so when all of those are over it is
 * looked again, and where somebody got it meanwhile the catalogue is put back as it was.
 *
 * @throws DirectoryFailure `forbidden`, saying by how many it is in use
 */
export async function removeUnused(
  admin: Administration & { readonly untilEarlierWritesEnded: () => Promise<void> },
  named: Place,
  decide: (customer: Customer) => Catalogue,
): Promise<Customer> {
  let removed: { readonly before: Catalogue; readonly place: Place } | undefined;
  const after = await changeSettings(admin, async (customer, transaction) => {
    const change = decide(customer);
    const place = asSpelled(customer, named);
    const use = await transaction.usesOf(customer.id, place);
    if (use.users + use.groups > 0) throw inUse(place, use);
    removed = { before: catalogueOf(customer), place };
    return change;
  });
  if (removed === undefined) return after;
  const { before, place } = removed;
  await admin.untilEarlierWritesEnded();
  const use = await admin.store.write(`${admin.configured.id}/settings`, (transaction) =>
    transaction.usesOf(admin.configured.id, place),
  );
  if (use.users + use.groups === 0) return after;
  await changeCatalogue(admin, () => before);
  throw inUse(place, use);
}

/**
 * Sets rules; only those that differ from before are kept, so that the configuration goes on saying the others.
 *
 * @throws DirectoryFailure what `decide` throws
 */
export function changeRule(admin: Administration, decide: (rules: Rules) => Rules): Promise<Customer> {
  return changeSettings(admin, async (customer, transaction) => {
    const kept = await transaction.settings(admin.configured.id);
    const wanted = Object.entries(decide(customer.rules));
    const changed = wanted.filter(([name, value]) => customer.rules[name as keyof Rules] !== value);
    return { rules: { ...kept?.rules, ...Object.fromEntries(changed) } };
  });
}

/** A library, or a role in it. */
interface Place {
  readonly library: string;
  readonly role?: string;
}

interface Uses {
  readonly users: number;
  readonly deletedUsers: number;
  readonly groups: number;
}

/** As the catalogue has the names, for so do the people who hold them. */
function asSpelled(customer: Customer, { library: libraryId, role }: Place): Place {
  const library = libraryNamed(customer, libraryId, 'library');
  return {
    library: library.id,
    ...(role === undefined ? {} : { role: roleNamed(library, role, 'role').id }),
  };
}

function inUse({ library, role }: Place, use: Uses): DirectoryFailure {
  const name = role === undefined ? `library "${library}"` : `role "${role}" of library "${library}"`;
  const deleted = use.deletedUsers === 0 ? '' : ` (${use.deletedUsers} of them deleted, who may return)`;
  const groups = use.groups === 0 ? '' : ` and ${use.groups} ${use.groups === 1 ? 'group' : 'groups'}`;
  const people = `${use.users} ${use.users === 1 ? 'person' : 'people'}${deleted}${groups}`;
  const instead = role === undefined ? 'hide it instead' : 'give them another role first';
  return new DirectoryFailure('forbidden', `${name} is in use by ${people}; ${instead}`, 'in-use');
}

/** One entry for each library and each rule, so that an event tells what changed and no more. */
function settingsFacts({ libraries, defaultLibrary, rules }: Customer): JsonObject {
  return {
    defaultLibrary,
    ...Object.fromEntries(
      libraries.map((library) => [`library ${library.id}`, library as unknown as JsonValue]),
    ),
    ...Object.fromEntries(Object.entries(rules).map(([name, value]) => [`rule ${name}`, value as JsonValue])),
  };
}
