// The commands of the answers on a database of their own: the SCIM engine fills it, a command's rows and sentences come back.

import { Command } from 'commander';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { AdminContext, AdminStores } from '../../src/admin/context';
import { addAccessReview } from '../../src/cli/commands/access-review';
import { addEvents } from '../../src/cli/commands/events';
import { addExternals } from '../../src/cli/commands/externals';
import { addGroups } from '../../src/cli/commands/groups';
import { addLeavers } from '../../src/cli/commands/leavers';
import { addSeats } from '../../src/cli/commands/seats';
import { addUserId } from '../../src/cli/commands/user-id';
import { addUsers } from '../../src/cli/commands/users';
import type { CommandContext, Output } from '../../src/cli/context';
import { localAsker } from '../../src/cli/local-asker';
import type { Rules } from '../../src/directory/customer';
import type { JsonObject, JsonValue } from '../../src/directory/json';
import { createScimEngine, type ScimEngine } from '../../src/scim/engine';
import { DEFAULT_PROFILE } from '../../src/scim/profile';
import type { Answer, ScimRequest } from '../../src/scim/request';
import type { Services } from '../../src/scim/resources/services';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { firm } from '../directory/firm';
import { openTestStore, type TestStore } from '../store/store-setup';

type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

interface Answers {
  readonly rows: readonly Row[];
  readonly said: readonly string[];
}

export interface AnswersSetup {
  readonly test: TestStore;
  /** A second later each time it is asked, by whomever. */
  now(): Date;
  /** Runs one command line, e.g. `run('users', 'show', 'ada')`. */
  run(...args: readonly string[]): Promise<Answers>;
  /** Creates, changes and deletes as an identity provider does; each gives the id. */
  user(attributes: JsonObject): Promise<string>;
  group(displayName: string, members: readonly string[], extension?: JsonObject): Promise<string>;
  patch(type: 'User' | 'Group', id: string, path: string, value: JsonValue): Promise<void>;
  remove(type: 'User' | 'Group', id: string): Promise<void>;
  /** Takes everything away, for the next test. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const BASE = 'https://scim.example/scim/v2';
const EXTENSION = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:';

export async function openAnswers(rules: Partial<Rules> = {}): Promise<AnswersSetup> {
  const test = await openTestStore();
  let clockMs = Date.UTC(2026, 2, 2, 9);
  const now = (): Date => new Date((clockMs += 1_000));
  const published = readPublishedSchemas(SCHEMAS);
  const customer = firm(rules);
  const services: Services = {
    store: test.store.directory,
    now,
    newId: uuidv7,
    brake: null,
    keys: test.store.keys,
    limits: {
      filterBytesMax: 1e4,
      filterDepthMax: 9,
      filterTokensMax: 1e3,
      operationsMax: 99,
      pageMax: 99,
      cursorSeconds: 99,
      resourceBytesMax: 1_000_000,
      bulkBytesMax: 1_000_000,
      pageDefault: 9,
    },
  };
  const engine = createScimEngine(services, published, BASE);
  const request = (body: JsonValue | undefined): ScimRequest => ({
    customer,
    actor: { connection: 'okta', client: 'okta', requestId: 'sent' },
    baseUrl: BASE,
    query: new URLSearchParams(),
    body,
    ifMatch: undefined,
    ifNoneMatch: undefined,
    me: null,
    profile: DEFAULT_PROFILE,
  });
  const { store } = test;
  const stopping = new AbortController().signal;
  const { history, people, groups, alerts } = store;
  const admin: AdminContext = {
    configured: customer,
    customer,
    actor: { connection: 'command-line', client: 'admin', requestId: 'typed' },
    services,
    // What these commands read of it.
    stores: { history, people, groups, alerts } as AdminStores,
    published,
    scimBase: BASE,
    stopping,
  };
  const contextFor = (output: Output): CommandContext => ({
    ...localAsker(() => Promise.resolve(admin)),
    output,
    progress: () => ({ advance: () => undefined, done: () => undefined }),
    stopping,
    here: null,
  });

  return {
    test,
    now,
    async run(...args) {
      const rows: Row[] = [];
      const said: string[] = [];
      const output: Output = {
        form: 'json',
        async rows(columns, given) {
          for await (const row of given)
            rows.push(Object.fromEntries(columns.map(({ name, value }) => [name, value(row)])));
        },
        follow: () => Promise.reject(new Error('nothing is followed here')),
        say: (sentence) => said.push(sentence),
      };
      const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      for (const add of [
        addAccessReview,
        addEvents,
        addExternals,
        addGroups,
        addLeavers,
        addSeats,
        addUserId,
        addUsers,
      ])
        add(program, (work) => work(contextFor(output)));
      for (const command of program.commands)
        command.exitOverride().configureOutput({ writeErr: () => undefined });
      await program.parseAsync(args, { from: 'user' });
      return { rows, said };
    },
    user: (attributes) => idOf(engine.resources.User.create(request({ ...attributes }))),
    group: (displayName, members, extension = {}) =>
      idOf(
        engine.resources.Group.create(
          request({
            displayName,
            members: members.map((value) => ({ value })),
            [`${EXTENSION}Group`]: extension,
          }),
        ),
      ),
    async patch(type, id, path, value) {
      const Operations = [{ op: 'replace', path, value }];
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      await handlers(engine, type).patch(request({ schemas, Operations }), id);
    },
    async remove(type, id) {
      await handlers(engine, type).remove(request(undefined), id);
    },
    async clear() {
      for (const collection of await test.database.collections()) await collection.deleteMany({});
    },
    close: () => test.close(),
  };
}

function handlers(engine: ScimEngine, type: 'User' | 'Group'): ScimEngine['resources']['User'] {
  return engine.resources[type];
}

async function idOf(answer: Promise<Answer>): Promise<string> {
  const { body } = await answer;
  if (body !== undefined && Symbol.asyncIterator in body) {
    let text = '';
    for await (const piece of body) text += piece;
    return (JSON.parse(text) as { id: string }).id;
  }
  return (body as unknown as { id: string }).id;
}
