// Owns the two servers that are compared, alike for whoever measures them: the bare floor and the gateway on one database, each with its own people and groups.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { createGroup, storedMembers } from '../prove/membership';
import { startGatewayProcess } from '../prove/gateway-process';
import { chunks, range } from '../prove/parallel';
import { createScimClient } from '../prove/scim-client';
import { seedMembers, seedUsers } from '../prove/seed';
import { startFloor } from './children';
import { person, personId, SPARE_PREFIX, spareId } from './firm';
import { floorDocument, membersOf, type FloorDocument, type FloorMember } from './floor/store';
import { CUSTOMERS } from './scenarios/syncs';

const BATCH = 2_000;

export type ServerName = 'floor' | 'gateway';

export interface Server {
  readonly name: ServerName;
  readonly port: number;
  readonly pid: number;
  readonly tokens: readonly string[];
  /** Stores people past the server's requests. */
  seedPeople(count: number, onProgress: (done: number) => void): Promise<void>;
  seedSpares(count: number): Promise<void>;
  /** Resolves with the id of a new group of the first people. */
  seedGroup(name: string, size: number): Promise<string>;
  /** The members that are stored. */
  membersOf(group: string): Promise<readonly string[]>;
  /** Drops the database too. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Names no database. */
  readonly databaseUri: string;
  readonly folder: string;
  /** Where the gateway leaves its CPU profile. */
  readonly cpuProf: string | undefined;
}

export async function startGateway({ databaseUri, folder, cpuProf }: ServerOptions): Promise<Server> {
  const { client, uri } = databaseNamed(databaseUri, 'bench_gateway');
  const nodeOptions = cpuProf === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', cpuProf];
  const tokens = range(CUSTOMERS).map(() => randomBytes(32).toString('hex'));
  const env = { MONGODB_URI: uri, ...customersIn(folder, tokens) };
  const gateway = await startGatewayProcess({ dataDir: join(folder, 'gateway'), env, nodeOptions });
  const database = client.db();
  return {
    name: 'gateway',
    port: Number(new URL(gateway.rootUrl).port),
    pid: gateway.pid,
    tokens,
    seedPeople: async (count, onProgress) => {
      await seedUsers(database, count, 'person', { idOf: personId, onProgress });
    },
    seedSpares: async (count) => {
      await seedUsers(database, count, SPARE_PREFIX, { idOf: spareId });
    },
    seedGroup: async (name, size) => {
      const scim = createScimClient({ baseUrl: gateway.baseUrl, token: tokens[0] ?? '' }, 1);
      const group = await createGroup(scim, name);
      scim.close();
      await seedMembers(database, group, range(size).map(personId));
      return group;
    },
    membersOf: (group) => storedMembers(database, group),
    stop: async () => {
      await gateway.stop();
      await database.dropDatabase();
      await client.close();
    },
  };
}

/** The first one is the customer that a gateway has without a configuration. */
function customersIn(folder: string, tokens: readonly string[]): Readonly<Record<string, string>> {
  const file = join(folder, 'gateway.json');
  const customers = tokens.map((_, index) => ({
    id: index === 0 ? 'default' : `customer-${index}`,
    connections: [{ name: 'bench', token: { env: `BENCH_TOKEN_${index}` } }],
  }));
  writeFileSync(file, JSON.stringify({ customers }));
  const variables = tokens.map((token, index) => [`BENCH_TOKEN_${index}`, token]);
  return { GATEWAY_CONFIG: file, ...(Object.fromEntries(variables) as Record<string, string>) };
}

export async function startBareFloor({ databaseUri }: ServerOptions): Promise<Server> {
  const { client, uri } = databaseNamed(databaseUri, 'bench_floor');
  const floor = await startFloor(uri);
  const database = client.db();
  const users = database.collection<FloorDocument>('users');
  const members = database.collection<FloorMember>('members');
  const seed = async (
    count: number,
    documentOf: (index: number) => FloorDocument,
    onProgress?: (done: number) => void,
  ): Promise<void> => {
    for (const indexes of chunks(range(count), BATCH)) {
      await users.insertMany(indexes.map(documentOf), { ordered: false });
      onProgress?.((indexes.at(-1) ?? 0) + 1);
    }
  };
  return {
    name: 'floor',
    port: floor.port,
    pid: floor.pid,
    tokens: [],
    seedPeople: (count, onProgress) =>
      seed(count, (index) => floorDocument(person(index), personId(index)), onProgress),
    seedSpares: (count) => seed(count, (index) => floorDocument(person(index, SPARE_PREFIX), spareId(index))),
    seedGroup: async (displayName, size) => {
      const group = floorDocument({ displayName });
      await database.collection<FloorDocument>('groups').insertOne(group);
      for (const indexes of chunks(range(size), BATCH)) {
        const rows = indexes.map((index) => ({ _id: `${group._id}/${personId(index)}` }));
        await members.insertMany(rows, { ordered: false });
      }
      return group._id;
    },
    membersOf: async (group) => {
      const rows = await members.find(membersOf(group)).toArray();
      return rows.map(({ _id }) => _id.slice(group.length + 1));
    },
    stop: async () => {
      await floor.stop();
      await database.dropDatabase();
      await client.close();
    },
  };
}

function databaseNamed(
  databaseUri: string,
  name: string,
): { readonly client: mongo.MongoClient; readonly uri: string } {
  const uri = new URL(databaseUri);
  uri.pathname = `/${name}`;
  return { client: new mongo.MongoClient(uri.href, CLIENT_OPTIONS), uri: uri.href };
}
