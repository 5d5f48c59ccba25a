// Where an operation lies on a gateway, and the types of what it takes and answers by its name: for everybody who asks over HTTP.

import type {
  AnswerContract,
  AnswerOf,
  DownloadContract,
  EventOf,
  InputOf,
  LiveContract,
  RowOf,
} from './contract';
import { CONTRACTS } from './contracts';

type Table = typeof CONTRACTS;
type OfKind<K> = { [N in keyof Table]: Table[N] extends K ? N : never }[keyof Table];

export type AnswerName = OfKind<AnswerContract>;
export type DownloadName = OfKind<DownloadContract>;
export type LiveName = OfKind<LiveContract>;
export type Input<N extends keyof Table> = InputOf<Table[N]>;
export type Answer<N extends AnswerName> = AnswerOf<Extract<Table[N], AnswerContract>>;
export type DownloadRow<N extends DownloadName> = RowOf<Extract<Table[N], DownloadContract>>;

export type LiveEvent<N extends LiveName> = EventOf<Extract<Table[N], LiveContract>>;

export interface Place {
  readonly method: string;
  /** From the root of the gateway. */
  readonly path: string;
  /** Undefined where everything is in the path and the query. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Some of the input is in the path, the rest in the query or the body. */
export function placeOf(customer: string, name: keyof Table, input: object): Place {
  const { method, path } = CONTRACTS[name];
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, member: string) => {
    const value = String(rest.get(member) ?? '');
    rest.delete(member);
    return encodeURIComponent(value);
  });
  const whole = `/admin/api/customers/${encodeURIComponent(customer)}${filled}`;
  if (method !== 'GET' && method !== 'DELETE') return { method, path: whole, body: Object.fromEntries(rest) };
  const query = new URLSearchParams();
  for (const [member, value] of rest) for (const each of [value].flat()) query.append(member, String(each));
  return { method, path: rest.size === 0 ? whole : `${whole}?${query.toString()}`, body: undefined };
}
