// Makes up the life of one person in a firm — joining, moving, leaving, coming back — by the directory's own rules. Stores nothing.

import type { Customer } from '../../src/directory/customer';
import { difference, userFacts, type DirectoryEvent, type EventOperation } from '../../src/directory/event';
import type { JsonObject } from '../../src/directory/json';
import { changedUser, deletedUser, newUser, returnedUser } from '../../src/directory/user';
import type { UserInput, UserRecord } from '../../src/directory/user-record';
import type { Chance } from '../prove/random';
import { idAt } from './chances';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GIVEN = [
  'Marcie',
  'Tove',
  'Idris',
  'Priya',
  'Anselm',
  'Wanjiru',
  'Jun',
  'Odile',
  'Kateryna',
  'Bram',
] as const;
const FAMILY = [
  'Davenport',
  'Rask',
  'Okafor',
  'Menon',
  'Brandt',
  'Njoroge',
  'Tanaka',
  'Fontaine',
  'Koval',
  'de Wit',
] as const;
const PLACES = ['London', 'Berlin', 'New York', 'Singapore', 'Nairobi'] as const;
const DEPARTMENTS = ['Litigation', 'Tax', 'Real Estate', 'Employment', 'Mergers'] as const;
/** What kind of client each looks like is its name, too. */
const CONNECTIONS = ['entra', 'okta'] as const;
const LEFT_PERCENT = 12;
const TRIES_MAX = 10;
const EXTERNAL_PERCENT = 6;

export interface Life {
  readonly user: UserRecord;
  readonly events: readonly DirectoryEvent[];
}

/** Between which moments somebody or something lives, and how much happens. */
export interface LifeSpan {
  readonly customer: Customer;
  readonly chance: Chance;
  readonly from: Date;
  readonly to: Date;
  /** How many events there are, at most. */
  readonly events: number;
}

interface LifeOptions extends LifeSpan {
  /** Somebody internal who is there until the end. */
  readonly stays?: boolean;
}

type StepOptions = LifeOptions & { readonly isLast: boolean };
/** One change of a person, by the directory's own functions. */
type Step = readonly [operation: EventOperation, change: (before: UserRecord) => UserRecord];

/** @param index another one for each person; names repeat, addresses do not */
export function lifeOf(index: number, options: LifeOptions): Life {
  const { customer, chance, from, to, stays = false } = options;
  const moments = momentsOf(options);
  const first = moments[0] ?? from;
  const isExternal = chance.below(100) < EXTERNAL_PERCENT && !stays;
  const input: UserInput = {
    external: isExternal,
    location: chance.oneOf(PLACES),
    preferredLibrary: chance.oneOf(libraryIds(customer)),
  };
  const created = newUser(customer, profileOf(index, chance), input, { id: idAt(first, chance), now: first });
  let user = created;
  const events = [eventOf(undefined, user, { operation: 'create', at: first, chance })];
  for (const at of moments.slice(1)) {
    const changed = changedSomehow(user, { ...options, isLast: at === moments.at(-1) });
    if (changed === undefined) continue;
    const after = { ...changed.user, version: user.version + 1, lastModified: at };
    events.push(eventOf(user, after, { operation: changed.operation, at, chance }));
    user = after;
  }
  return { user: { ...user, lastModified: user.lastModified > to ? to : user.lastModified }, events };
}

function momentsOf({ chance, from, to, events }: LifeOptions): readonly Date[] {
  const span = to.getTime() - from.getTime();
  const moments = Array.from({ length: Math.max(1, events) }, () => from.getTime() + chance.below(span));
  return moments.sort((left, right) => left - right).map((ms) => new Date(ms));
}

/** Undefined where chance chose what the person is already, again and again. */
function changedSomehow(
  user: UserRecord,
  options: StepOptions,
): { readonly operation: EventOperation; readonly user: UserRecord } | undefined {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const [operation, change] = nextStep(user, options);
    const changed = change(user);
    const { before, after } = difference(userFacts(user), userFacts(changed));
    if (Object.keys({ ...before, ...after }).length > 0) return { operation, user: changed };
  }
  return undefined;
}

function nextStep(user: UserRecord, { customer, chance, isLast, stays = false }: StepOptions): Step {
  const change = (profile: JsonObject, input: UserInput): Step[1] => {
    return (before) => changedUser(customer, before, { ...before.profile, ...profile }, input);
  };
  if (user.deletedAt !== null)
    return ['return', (before) => returnedUser(customer, before, before.profile, { signInEnabled: true })];
  if (!user.signInEnabled && (!isLast || stays)) return ['patch', change({}, { signInEnabled: true })];
  if (isLast && !stays && user.signInEnabled && chance.below(100) < LEFT_PERCENT)
    return chance.below(2) === 0
      ? ['patch', change({}, { signInEnabled: false })]
      : ['delete', (before) => deletedUser(before, before.lastModified)];
  const kind = chance.below(10);
  if (kind < 3) return ['patch', change({ [ENTERPRISE]: { department: chance.oneOf(DEPARTMENTS) } }, {})];
  if (kind < 5) return ['patch', change({}, { location: chance.oneOf(PLACES) })];
  if (kind < 6 && !(stays && isLast)) return ['patch', change({}, { signInEnabled: false })];
  if (kind < 8) return ['replace', change({ title: `Associate ${chance.below(60)}` }, {})];
  return ['patch', change({}, { preferredLibrary: chance.oneOf(libraryIds(customer)) })];
}

function profileOf(index: number, chance: Chance): JsonObject {
  const givenName = chance.oneOf(GIVEN);
  const familyName = `${chance.oneOf(FAMILY)}${index % 900}`;
  const userName = `${givenName}.${familyName}.${index}@ajuba-law.example`.toLowerCase().replace(' ', '');
  return {
    userName,
    externalId: `seed-${index}`,
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    // Some are still built up by the identity provider.
    ...(index % 97 === 0 ? {} : { emails: [{ value: userName, type: 'work', primary: true }] }),
    [ENTERPRISE]: { department: chance.oneOf(DEPARTMENTS), employeeNumber: `E${index}` },
  };
}

interface Happening {
  readonly operation: EventOperation;
  readonly at: Date;
  readonly chance: Chance;
}

function eventOf(
  before: UserRecord | undefined,
  after: UserRecord,
  { operation, at, chance }: Happening,
): DirectoryEvent {
  const connection = chance.oneOf(CONNECTIONS);
  return {
    id: idAt(at, chance),
    customer: after.customer,
    at,
    actor: { connection, client: connection, requestId: idAt(at, chance) },
    resourceType: 'User',
    resourceId: after.id,
    version: after.version,
    operation,
    ...difference(before === undefined ? {} : userFacts(before), userFacts(after)),
    membersAdded: [],
    membersRemoved: [],
    rules:
      operation === 'delete'
        ? ['delete-disables-sign-in']
        : operation === 'return'
          ? ['person-returned']
          : [],
    tolerances: chance.below(20) === 0 ? ['text-boolean'] : [],
  };
}

function libraryIds({ libraries }: Customer): readonly [string, ...string[]] {
  const [first = 'ACTIVE', ...others] = libraries.map(({ id }) => id);
  return [first, ...others];
}
