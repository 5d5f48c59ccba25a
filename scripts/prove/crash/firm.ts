// Owns a firm's connectors gone wild: many clients that write without pause and note every answer. Must not know when the gateway dies.
import { setTimeout as sleep } from 'node:timers/promises';
import { createGroup } from '../membership';
import { range } from '../parallel';
import { chance, type Chance } from '../random';
import { createScimClient, type ScimClient } from '../scim-client';
import { tell, versionOf, type Told, type Write } from './ledger';
import { afterwards, assembly, changeOf, hire, renumber, type Order, type Person } from './orders';

const SHARED_GROUPS = 5;
const PAUSE_AFTER_REFUSAL_MS = 5;
const PAUSE_BETWEEN_ASSEMBLIES_MS = 500;
const HIRES_PERCENT = 35;
const EMPTY_ASSEMBLIES_PERCENT = 25;

export interface Target {
  readonly baseUrl: string;
  readonly token: string;
}

export interface Firm {
  /** Every write so far, over all lives of the gateway. */
  readonly ledger: readonly Write[];
  /** Answers that nothing excuses. */
  readonly faults: readonly string[];
  /** Writes answered 2xx so far. */
  doneCount(): number;
  /** Changes every group once and resolves with the time that the last of them took. */
  touchGroups(gateway: Target): Promise<number>;
  /** Lets the clients write until they are stopped. */
  work(gateway: Target): Promise<Shift>;
}

interface Shift {
  /** Resolves when every answer is noted. */
  stop(): Promise<void>;
  /** The longest that an answer took so far, of whatever kind. */
  slowestMs(): number;
}

interface State {
  readonly seed: number;
  readonly dice: Chance;
  readonly ledger: Write[];
  readonly faults: string[];
  /** By client; nobody is known to two of them. */
  readonly staff: readonly Person[][];
  groups: readonly [string, ...string[]] | undefined;
  serial: number;
  done: number;
  slowestMs: number;
}

export function createFirm(clients: number, seed: number): Firm {
  const state: State = {
    seed,
    dice: chance(seed),
    ledger: [],
    faults: [],
    staff: range(clients).map(() => []),
    groups: undefined,
    serial: 0,
    done: 0,
    slowestMs: 0,
  };
  return {
    ledger: state.ledger,
    faults: state.faults,
    doneCount: () => state.done,
    async touchGroups(gateway) {
      const client = createScimClient(gateway, SHARED_GROUPS + 1);
      const since = performance.now();
      await Promise.all(
        (state.groups ?? []).map((group) => send(state, client, renumber(group, (state.serial += 1)))),
      );
      client.close();
      return Math.round(performance.now() - since);
    },

    async work(gateway) {
      const client = createScimClient(gateway, clients + 1);
      state.groups ??= await foundGroups(client, seed);
      const [everybody, ...shared] = state.groups;
      const isWorking = { now: true };
      state.slowestMs = 0;
      const forever = async (turn: () => Promise<void>): Promise<void> => {
        while (isWorking.now) await turn();
      };
      const working = [
        ...state.staff.map((people) => forever(() => takeTurn(state, client, people, shared))),
        forever(() => assemble(state, client, everybody)),
      ];
      return {
        slowestMs: () => Math.round(state.slowestMs),
        async stop() {
          isWorking.now = false;
          await Promise.all(working);
          client.close();
        },
      };
    },
  };
}

async function foundGroups(client: ScimClient, seed: number): Promise<readonly [string, ...string[]]> {
  const everybody = await createGroup(client, 'Everybody');
  const names = range(SHARED_GROUPS).map((index) => `Group ${seed} ${index}`);
  return [everybody, ...(await Promise.all(names.map((name) => createGroup(client, name))))];
}

async function takeTurn(
  state: State,
  client: ScimClient,
  people: Person[],
  [group = '', ...others]: readonly string[],
): Promise<void> {
  const { dice } = state;
  state.serial += 1;
  const index = dice.below(people.length);
  const person = people[index];
  if (person === undefined || dice.below(100) < HIRES_PERCENT) {
    const { outcome, answer } = await send(
      state,
      client,
      hire(`worker-${state.seed}-${state.serial}@firm.example`),
    );
    const id = (answer?.body as { readonly id?: string } | undefined)?.id;
    if (outcome === 'done' && id !== undefined) people.push({ id, isEnabled: true, groups: new Map() });
    return;
  }
  const order = changeOf(person, dice, [group, ...others], state.serial);
  const { outcome } = await send(state, client, order);
  // About somebody with an open question nothing more is sent: it would blur what that answer promised.
  const after = outcome === 'done' ? afterwards(person, order) : undefined;
  people.splice(index, 1, ...(after === undefined ? [] : [after]));
}

async function assemble(state: State, client: ScimClient, everybody: string): Promise<void> {
  state.serial += 1;
  const members = state.dice.below(100) < EMPTY_ASSEMBLIES_PERCENT ? [] : state.staff.flat();
  await send(state, client, assembly(everybody, members, state.serial));
  await sleep(PAUSE_BETWEEN_ASSEMBLIES_MS);
}

async function send(state: State, client: ScimClient, order: Order): Promise<Told> {
  const { kind, id, value, method, path, body } = order;
  const told = await tell(client.send(method, path, body));
  const { outcome, answer, fault } = told;
  const created = (answer?.body as { readonly id?: string } | undefined)?.id;
  const version = versionOf(answer);
  const answeredAt = performance.now();
  const known = outcome === 'done' ? (id ?? created) : id;
  state.ledger.push({ kind, id: known, value, outcome, version, answeredAt });
  if (fault !== undefined) state.faults.push(fault);
  state.slowestMs = Math.max(state.slowestMs, answer?.ms ?? 0);
  if (outcome === 'done') state.done += 1;
  else await sleep(PAUSE_AFTER_REFUSAL_MS);
  return told;
}
