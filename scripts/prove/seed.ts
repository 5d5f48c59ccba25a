// Owns putting many people and group members into the database as the gateway itself would store them, but past its requests.
import { join } from 'node:path';
import type { mongo } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { parseConfig } from '../../src/config/parse';
import type { Customer } from '../../src/directory/customer';
import type { JsonObject } from '../../src/directory/json';
import { newUser } from '../../src/directory/user';
import { newlyRequested, requestedUser } from '../../src/scim/resources/requested-user';
import { userResource } from '../../src/scim/resources/user-resource';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { compileSchemaMap, typeNamed } from '../../src/scim/schema/schema-map';
import { searchForm } from '../../src/scim/schema/search-form';
import { collectionsOf, userDocument } from '../../src/store/documents';
import { forgetLiveCounts } from '../../src/store/live-counts';
import { chunks, range } from './parallel';

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const BATCH = 2_000;
const FAMILIES = ['Ashworth', 'Brandt', 'Chevalier', 'Dupont', 'Engström', 'Fontaine', 'Grünwald'];
const DEPARTMENTS = ['Litigation', 'Tax', 'Real Estate', 'Employment', 'Mergers & Acquisitions'];

/** A person as a connector sends one; every tenth has left, every seventh has no title. */
export function person(index: number, prefix = 'person'): JsonObject {
  const family = FAMILIES[index % FAMILIES.length] ?? '';
  const userName = `${prefix}${index}@ajuba.example`;
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName,
    externalId: `${prefix}-${index}`,
    name: { givenName: `Given${index % 997}`, familyName: `${family}${index % 89}` },
    displayName: `Given${index % 997} ${family}${index % 89}`,
    ...(index % 7 === 0 ? {} : { title: `Associate ${index % 13}` }),
    emails: [{ value: userName, type: 'work', primary: true }],
    phoneNumbers: [{ value: `+1 555 ${String(index).padStart(7, '0')}`, type: 'work' }],
    active: index % 10 !== 9,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: `E${index}`,
      department: DEPARTMENTS[index % DEPARTMENTS.length] ?? '',
    },
  };
}

export interface SeedOptions {
  /** The id of the person with this number; by default any. */
  readonly idOf?: (index: number) => string;
  /** Told after each batch how many are stored. */
  readonly onProgress?: (done: number) => void;
}

/** Stores `count` people of the customer `default`, without their events; resolves with their ids, in order. */
export async function seedUsers(
  database: mongo.Db,
  count: number,
  prefix = 'person',
  { idOf = () => uuidv7(), onProgress }: SeedOptions = {},
): Promise<readonly string[]> {
  const customer = defaultCustomer();
  const documentOf = documentsOf(customer, prefix, idOf);
  const ids: string[] = [];
  for (const indexes of chunks(range(count), BATCH)) {
    const documents = indexes.map(documentOf);
    await collectionsOf(database).users.insertMany(documents, { ordered: false });
    ids.push(...documents.map(({ _id }) => _id));
    onProgress?.(ids.length);
  }
  await forgetLiveCounts(collectionsOf(database).liveCounts, customer.id);
  return ids;
}

/** Stores the rows that make these people members of a group that had no mass change yet, without the group's event. */
export async function seedMembers(
  database: mongo.Db,
  set: string,
  members: readonly string[],
): Promise<void> {
  const customer = defaultCustomer().id;
  for (const batch of chunks(members, BATCH)) {
    const rows = batch.map((member) => ({ customer, set, member }));
    await collectionsOf(database).memberships.insertMany(rows, { ordered: false });
  }
}

function documentsOf(
  customer: Customer,
  prefix: string,
  idOf: (index: number) => string,
): (index: number) => ReturnType<typeof userDocument> {
  const type = typeNamed(compileSchemaMap(readPublishedSchemas(SCHEMAS)), 'User');
  return (index) => {
    const { schemas: _schemas, ...resource } = person(index, prefix);
    const { profile, input } = requestedUser(newlyRequested(resource));
    const user = newUser(customer, profile, input, { id: idOf(index), now: new Date() });
    const form = searchForm(type.attributes, userResource(user, 'http://127.0.0.1/scim/v2'));
    return userDocument(user, form);
  };
}

/** The customer that a gateway without a configuration file has. */
function defaultCustomer(): Customer {
  const secrets = { SCIM_BEARER_TOKEN: 'x'.repeat(32), ADMIN_TOKEN: 'y'.repeat(32) };
  const parsed = parseConfig(secrets, () => '');
  const customer = parsed.ok ? parsed.config.customers[0] : undefined;
  if (customer === undefined) throw new Error('the default configuration has no customer');
  return customer;
}
