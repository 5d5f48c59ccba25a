// Owns one round of a race for a name: many clients create it at once, one may have it. Checks answers, documents and events.
import type { mongo } from 'mongoose';
import { comparisonKey } from '../../../src/directory/comparison';
import { scopedName } from '../../../src/directory/group-name';
import { collectionsOf } from '../../../src/store/documents';
import type { Chance } from '../random';
import type { ScimAnswer, ScimClient } from '../scim-client';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** What is raced for: `userName` and `displayName` in all their spellings, `externalId` as it is. */
export type RacedAttribute = 'userName' | 'externalId' | 'group displayName';

export const RACED: readonly RacedAttribute[] = ['userName', 'externalId', 'group displayName'];

/** Of these somebody was deleted before, and the winner of the race is the one who comes back. */
export const RACED_BACK: readonly RacedAttribute[] = ['userName', 'group displayName'];

export interface Race {
  readonly clients: readonly ScimClient[];
  readonly database: mongo.Db;
  readonly racers: number;
  readonly chance: Chance;
}

/** What is wrong after `racers` clients created the same thing at once. `round` makes the name. */
export function raceFaults(race: Race, attribute: RacedAttribute, round: string): Promise<readonly string[]> {
  return runRace(race, { attribute, round, operation: 'create' });
}

/** The same for something that was created and deleted before: one of the clients brings it back. */
export async function returnFaults(
  race: Race,
  attribute: RacedAttribute,
  round: string,
): Promise<readonly string[]> {
  const [client] = race.clients;
  if (client === undefined) throw new Error('no client to race with');
  const path = pathOf(attribute);
  const first = await client.send('POST', path, contender(attribute, round, { ...race, racer: 0 }));
  const gone = await client.send('DELETE', `${path}/${idOf(first)}`);
  if (gone.status !== 204) throw new Error(`DELETE answered ${gone.status}: ${JSON.stringify(gone.body)}`);
  return runRace(race, { attribute, round, operation: 'return' });
}

interface Course {
  readonly attribute: RacedAttribute;
  readonly round: string;
  /** What the winner's event must say. */
  readonly operation: 'create' | 'return';
}

async function runRace(race: Race, { attribute, round, operation }: Course): Promise<readonly string[]> {
  const { clients, database, racers } = race;
  const { events } = collectionsOf(database);
  const eventsBefore = await events.countDocuments();
  const answers = await Promise.all(
    Array.from({ length: racers }, (_, racer) => {
      const client = clients[racer % clients.length];
      if (client === undefined) throw new Error('no client to race with');
      return client.send('POST', pathOf(attribute), contender(attribute, round, { ...race, racer }));
    }),
  );
  const created = answers.filter(({ status }) => status === 201).map(idOf);
  const told = await events.find({ resourceId: { $in: created }, operation }).toArray();
  const eventsMade = (await events.countDocuments()) - eventsBefore;
  return [
    ...answerFaults(answers),
    ...(told.length === 1 && eventsMade === 1
      ? []
      : [`${eventsMade} events were made, ${told.length} tell of a ${operation}, instead of one`]),
    ...(await documentFaults(database, attribute, round)),
  ].map((fault) => `${attribute}, round ${round}: ${fault}`);
}

function pathOf(attribute: RacedAttribute): string {
  return attribute === 'group displayName' ? '/Groups' : '/Users';
}

function contender(
  attribute: RacedAttribute,
  round: string,
  { racer, chance }: { readonly racer: number; readonly chance: Chance },
): object {
  switch (attribute) {
    case 'userName':
      return { schemas: [USER_SCHEMA], userName: respelled(nameOf(attribute, round), chance) };
    case 'externalId':
      return {
        schemas: [USER_SCHEMA],
        userName: `ext${round}.${racer}`,
        externalId: nameOf(attribute, round),
      };
    case 'group displayName':
      return { schemas: [GROUP_SCHEMA], displayName: respelled(nameOf(attribute, round), chance) };
  }
}

function nameOf(attribute: RacedAttribute, round: string): string {
  return attribute === 'group displayName' ? `Straße Team ${round}` : `ångström.ﬁ.${round}@ajuba.example`;
}

/** Another letter case and, for some letters, the full-width form: the same name by NFKC and case folding. */
function respelled(name: string, chance: Chance): string {
  return Array.from(name)
    .map((letter) => {
      const cased = chance.below(2) === 0 ? letter.toLowerCase() : letter.toUpperCase();
      // Basic Latin from ! to ~ has its full-width twin at a fixed distance.
      return /^[!-~]$/.test(cased) && chance.below(3) === 0
        ? String.fromCodePoint((cased.codePointAt(0) ?? 0) + 0xfee0)
        : cased;
    })
    .join('');
}

function answerFaults(answers: readonly ScimAnswer[]): readonly string[] {
  const created = answers.filter(({ status }) => status === 201).length;
  const others = answers.filter(
    ({ status, body }) => status !== 201 && !(status === 409 && scimTypeOf(body) === 'uniqueness'),
  );
  return [
    ...(created === 1 ? [] : [`${created} were answered 201 instead of one`]),
    ...others.map(({ status, body }) => `answered ${status}: ${JSON.stringify(body)}`),
  ];
}

async function documentFaults(
  database: mongo.Db,
  attribute: RacedAttribute,
  round: string,
): Promise<readonly string[]> {
  const { users, groups } = collectionsOf(database);
  const name = nameOf(attribute, round);
  const count =
    attribute === 'group displayName'
      ? await groups.countDocuments({ live: true, nameKey: scopedName(null, name) })
      : attribute === 'userName'
        ? await users.countDocuments({ live: true, 'search.userName': comparisonKey(name) })
        : await users.countDocuments({ live: true, 'search.externalId': name });
  return count === 1 ? [] : [`${count} are stored instead of one`];
}

function idOf({ body }: ScimAnswer): string {
  return (body as { readonly id: string }).id;
}

function scimTypeOf(body: unknown): unknown {
  return (body as { readonly scimType?: unknown } | undefined)?.scimType;
}

/** Takes the unique indexes away: with two gateways the race must then be lost now and then, and the check must see it. */
export async function dropUniqueness(database: mongo.Db): Promise<void> {
  const { users, groups } = collectionsOf(database);
  for (const name of ['userName', 'externalId', 'userId']) await users.dropIndex(name);
  for (const name of ['displayName', 'externalId', 'groupId']) await groups.dropIndex(name);
}
