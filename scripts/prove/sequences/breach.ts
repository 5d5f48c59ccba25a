// Owns what a broken rule is, and the story that shows it: the requests up to it. Judges nothing.
import { objectIn, textIn, type Call } from './call';
import type { Evidence, Told } from './evidence';
import type { Firm } from './firms';

/** Numbered as the rules of the proof are (see rules-*.ts). */
export type RuleName =
  | 'answer'
  | 'sign-in'
  | 'libraries'
  | 'purpose'
  | 'order'
  | 'User ID'
  | 'unique'
  | 'deleted'
  | 'groups'
  | 'members'
  | 'events'
  | 'complete'
  | 'idempotence';

export interface Breach {
  readonly rule: RuleName;
  /** Of the request after which the rule was broken; undefined: at the end. */
  readonly step: number | undefined;
  readonly text: string;
}

export type Judge = (text: string) => Breach;

export function breachOf(rule: RuleName, step: number | undefined): Judge {
  return (text) => ({ rule, step, text });
}

/** The requests up to the first breach with their answers; ids by the name that the sequence gave them. */
export function storyOf(firm: Firm, { told }: Pick<Evidence, 'told'>, breaches: readonly Breach[]): string {
  const ends = breaches.map(({ step }) => step ?? told.length);
  const end = Math.min(...ends);
  const shown = breaches.filter(({ step }) => (step ?? told.length) === end).slice(0, 4);
  const calls = told.slice(0, end).flatMap((one, index) => {
    const isIdle = one.answer.status >= 400 || one.call.method === 'GET';
    return isIdle && index + 1 < end ? [] : [`  ${index + 1}. ${worded(one)}`];
  });
  const rules = Object.entries(firm.rules).map(([name, value]) => `${name} ${value}`);
  return named(
    [
      `customer ${firm.id} (${rules.join(', ')})`,
      ...calls,
      ...shown.map(({ rule, text }) => `  broken: ${rule}: ${text}`),
    ].join('\n'),
    told,
  );
}

function worded({ call, answer }: Told): string {
  const body = call.body === undefined ? '' : ` ${JSON.stringify(call.body)}`;
  const refusal = answer.status >= 400 ? ` ${detailOf(answer.body)}` : '';
  return `${call.method} ${call.path}${body} -> ${answer.status}${refusal}${call.isRepeat ? ' (repeated)' : ''}`;
}

function detailOf(body: unknown): string {
  return textIn(objectIn(body)['detail']) || JSON.stringify(body);
}

function named(text: string, told: readonly Told[]): string {
  let result = text;
  let number = 0;
  for (const { call, answer } of told) {
    const { id } = (answer.body ?? {}) as { readonly id?: unknown };
    if (call.method !== 'POST' || typeof id !== 'string' || !result.includes(id)) continue;
    number += 1;
    result = result.replaceAll(id, `${nameIn(call)}#${number}`);
  }
  return result;
}

function nameIn({ path }: Call): string {
  return path === '/Users' ? 'user' : 'group';
}
