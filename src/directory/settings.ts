// Changes of a customer's catalogue and rules that were made after the configuration was written; they win over it. Pure.

import type { Customer, Library, Rules } from './customer';
import { sameJson } from './event';
import type { JsonObject } from './json';

/** What is kept of a customer besides its people; absent members are as configured. */
export interface CustomerSettings {
  readonly customer: string;
  /** Rises by one with every change; of one customer, an event tells of each. */
  readonly version: number;
  /** The whole catalogue, once any of it was changed. */
  readonly libraries?: readonly Library[];
  readonly defaultLibrary?: string;
  /** Only the rules that were set. */
  readonly rules?: Partial<Rules>;
}

/** The customer as it is now: what was changed later wins over what is configured. */
export function withSettings(configured: Customer, settings: CustomerSettings | undefined): Customer {
  if (settings === undefined) return configured;
  return {
    ...configured,
    libraries: settings.libraries ?? configured.libraries,
    defaultLibrary: settings.defaultLibrary ?? configured.defaultLibrary,
    rules: { ...configured.rules, ...settings.rules },
  };
}

/** The customer as it is at this moment, for the reader: a transaction or the store. */
export async function currentCustomer(
  reader: { settings(customer: string): Promise<CustomerSettings | undefined> },
  configured: Customer,
): Promise<Customer> {
  return withSettings(configured, await reader.settings(configured.id));
}

/** Where the two differ, in plain words, one text each; nothing where the changes say what the configuration says. */
export function settingsDifferences(
  configured: Customer,
  settings: CustomerSettings | undefined,
): readonly string[] {
  const now = withSettings(configured, settings);
  return [
    ...libraryDifferences(configured.libraries, now.libraries),
    ...differingNames(configured.rules as unknown as JsonObject, now.rules as unknown as JsonObject).map(
      (name) =>
        `rule ${name}: ${JSON.stringify(now.rules[name as keyof Rules])} is kept, the file says ` +
        JSON.stringify(configured.rules[name as keyof Rules]),
    ),
    ...(configured.defaultLibrary === now.defaultLibrary
      ? []
      : [`defaultLibrary: "${now.defaultLibrary}" is kept, the file says "${configured.defaultLibrary}"`]),
  ];
}

function libraryDifferences(configured: readonly Library[], now: readonly Library[]): readonly string[] {
  return pairs(configured, now).flatMap(([id, file, kept]) => {
    if (kept === undefined) return [`library "${id}" is in the file only; it does not exist`];
    if (file === undefined) return [`library "${id}" is not in the file; it exists`];
    return [
      ...attributeDifferences(file, kept).map((text) => `library "${id}", ${text}`),
      ...roleDifferences(file, kept),
    ];
  });
}

function roleDifferences(file: Library, kept: Library): readonly string[] {
  return pairs(file.roles, kept.roles).flatMap(([id, inFile, now]) => {
    const place = `role "${id}" of library "${kept.id}"`;
    if (now === undefined) return [`${place} is in the file only; it does not exist`];
    if (inFile === undefined) return [`${place} is not in the file; it exists`];
    return attributeDifferences(inFile, now).map((text) => `${place}, ${text}`);
  });
}

function attributeDifferences(file: object, kept: object): readonly string[] {
  const { roles: _fileRoles, ...before } = { roles: undefined, ...file } as JsonObject & { roles: unknown };
  const { roles: _keptRoles, ...after } = { roles: undefined, ...kept } as JsonObject & { roles: unknown };
  return differingNames(before, after).map(
    (name) =>
      `${name}: ${JSON.stringify(after[name])} is kept, the file says ${JSON.stringify(before[name])}`,
  );
}

function differingNames(before: JsonObject, after: JsonObject): readonly string[] {
  return Object.keys({ ...before, ...after }).filter((name) => !sameJson(before[name], after[name]));
}

type Pair<T> = readonly [id: string, before: T | undefined, after: T | undefined];

function pairs<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): readonly Pair<T>[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  const named = (list: readonly T[], id: string): T | undefined => list.find((one) => one.id === id);
  return ids.map((id) => [id, named(before, id), named(after, id)]);
}
