// Owns running one random sequence against a gateway: its requests one after the other, a last look at everything, the judgement.
import type { mongo } from 'mongoose';
import { chance } from '../random';
import type { ScimClient } from '../scim-client';
import { storyOf, type Breach } from './breach';
import { SAYS_NOTHING, textIn, type Call } from './call';
import { collectEvidence, type Told } from './evidence';
import type { Firm } from './firms';
import { groupCall } from './group-calls';
import { judge } from './judge';
import { randomPlot, type PlotStep } from './plots';
import { createScene, learn, mostlyFirst, type Scene, type Subject } from './scene';
import { userCall } from './user-calls';

export interface Office {
  readonly firm: Firm;
  readonly client: ScimClient;
  readonly database: mongo.Db;
}

export interface Outcome {
  readonly calls: number;
  readonly refused: number;
  /** Undefined where every rule held. */
  readonly story: string | undefined;
  readonly breaches: readonly Breach[];
}

const CALLS_MIN = 6;
const CALLS_MAX = 15;
/** Shares of a hundred. */
const REPEATED = 15;
const ABOUT_PEOPLE = 60;
const PLOTTED = 30;
const INTERRUPTED = 20;
/** Before any story begins. */
const FIRST_CALLS = 3;
/** Two numbers far enough apart to be a seed of their own for each sequence of each run. */
const SEEDS_APART = 1_000_003;

/** The same seed and number give the same sequence, whatever ran before. */
export async function runSequence(office: Office, seed: number, number: number): Promise<Outcome> {
  const tag = `s${seed}n${number}`;
  const scene = createScene(office.firm, chance(seed * SEEDS_APART + number), tag);
  const told = await tellAll(office, scene);
  const evidence = await collectEvidence(office.database, office.firm.id, scene, told);
  for (const path of leftovers(scene)) await office.client.send('DELETE', path);
  const breaches = judge(office.firm, evidence);
  return {
    calls: told.length,
    refused: told.filter(({ answer }) => answer.status >= 400).length,
    story: breaches.length === 0 ? undefined : storyOf(office.firm, evidence, breaches),
    breaches,
  };
}

async function tellAll({ client }: Office, scene: Scene): Promise<readonly Told[]> {
  const told: Told[] = [];
  const tell = async (call: Call, subject?: Subject): Promise<Told> => {
    const answer = await client.send(call.method, call.path, call.body);
    const one = { call, answer };
    told.push(one);
    if (subject !== undefined) learn(scene, subject, call, answer);
    return one;
  };
  const count = CALLS_MIN + scene.chance.below(CALLS_MAX - CALLS_MIN + 1);
  const plot: PlotStep[] = [];
  for (let index = 0; index < count; index += 1) {
    if (plot.length === 0 && index >= FIRST_CALLS && scene.chance.below(100) < PLOTTED)
      plot.push(...randomPlot(scene));
    const step = scene.chance.below(100) < INTERRUPTED ? undefined : plot.shift();
    const { call, subject } = step?.(scene) ?? nextCall(scene, index);
    const { answer } = await tell(call, subject);
    const isRepeated = answer.status < 300 && scene.chance.below(100) < REPEATED;
    if (isRepeated && ['PUT', 'PATCH', 'DELETE', 'POST'].includes(call.method))
      await tell({ ...call, isRepeat: true });
  }
  for (const call of lastLook(scene)) await tell(call);
  return told;
}

/** The first requests bring people and groups in; then anything may happen to any of them. */
function nextCall(scene: Scene, index: number): { readonly call: Call; readonly subject: Subject } {
  const { chance: dice, people, groups } = scene;
  const isOfPeople = index < 2 || (index !== 2 && dice.below(100) < ABOUT_PEOPLE);
  const subject = isOfPeople
    ? index === 0
      ? people[0]
      : mostlyFirst(dice, people)
    : mostlyFirst(dice, groups);
  return { call: isOfPeople ? userCall(scene, subject) : groupCall(scene, subject), subject };
}

function lastLook({ userIds, groupIds, people }: Scene): readonly Call[] {
  const read = (path: string, target?: string): Call => ({
    method: 'GET',
    path,
    ...(target === undefined ? {} : { target }),
    says: SAYS_NOTHING,
    isRepeat: false,
  });
  const name = textIn(people[0].shown?.['userName']);
  return [
    ...[...userIds].map((id) => read(`/Users/${id}`, id)),
    ...[...groupIds].map((id) => read(`/Groups/${id}`, id)),
    ...(name === '' ? [] : [read(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)]),
  ];
}

/** Reserved groups have one name for all sequences: the next one would find it taken. */
function leftovers({ groups, firm }: Scene): readonly string[] {
  if (firm.rules.reservedGroups !== 'allow') return [];
  return groups.flatMap(({ id, isDeleted }) => (id === undefined || isDeleted ? [] : [`/Groups/${id}`]));
}
