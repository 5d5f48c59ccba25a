// Owns what the identity provider of one sequence knows: the people and groups it made, and what it was last shown of them.
import { objectIn, textIn, type Call, type Json } from './call';
import type { Firm } from './firms';
import type { Chance } from '../random';
import { range } from '../parallel';

/** Of a hundred choices, those that fall on the first for sure. */
const FIRST = 40;

/** Somebody or something of the sequence, whether the gateway has it yet or not. */
export interface Subject {
  /** No other sequence uses it; names, addresses and ids that are sent begin with it. */
  readonly tag: string;
  /** As the gateway named it. */
  id: string | undefined;
  isDeleted: boolean;
  /** The last whole answer about it. */
  shown: Json | undefined;
}

export interface Scene {
  readonly firm: Firm;
  readonly chance: Chance;
  readonly people: readonly [Subject, ...Subject[]];
  readonly groups: readonly [Subject, ...Subject[]];
  /** Every id that the gateway gave out in this sequence, by what it is. */
  readonly userIds: Set<string>;
  readonly groupIds: Set<string>;
}

/** 2–4 people and 2–3 groups, none of them in the gateway yet. */
export function createScene(firm: Firm, chance: Chance, tag: string): Scene {
  const subject = (kind: string, index: number): Subject => ({
    tag: `${tag}${kind}${index}`,
    id: undefined,
    isDeleted: false,
    shown: undefined,
  });
  const people = range(1 + chance.below(3)).map((index) => subject('p', index + 1));
  const groups = range(1 + chance.below(2)).map((index) => subject('g', index + 1));
  return {
    firm,
    chance,
    people: [subject('p', 0), ...people],
    groups: [subject('g', 0), ...groups],
    userIds: new Set(),
    groupIds: new Set(),
  };
}

/** Takes up what an answer to a call about the subject tells. */
export function learn(
  scene: Scene,
  subject: Subject,
  call: Call,
  answer: { status: number; body: unknown },
): void {
  const isDone = answer.status >= 200 && answer.status < 300;
  if (!isDone) return;
  if (call.method === 'DELETE') subject.isDeleted = true;
  const body = objectIn(answer.body);
  const id = textIn(body['id']);
  if (id === '') return;
  subject.shown = body;
  if (call.method !== 'POST') return;
  subject.id = id;
  subject.isDeleted = false;
  (call.path === '/Users' ? scene.userIds : scene.groupIds).add(id);
}

export function isLive(subject: Subject): subject is Subject & { readonly id: string } {
  return subject.id !== undefined && !subject.isDeleted;
}

/** Mostly the first: what goes wrong takes several requests about one and the same. */
export function mostlyFirst(chance: Chance, subjects: readonly [Subject, ...Subject[]]): Subject {
  return chance.below(100) < FIRST ? subjects[0] : chance.oneOf(subjects);
}
