// What an operation for admins takes and answers, as data: routes, checks, OpenAPI, console and command line are all made of it. Knows no operation.

import { Type, type Static, type TLiteral, type TObject, type TSchema, type TUnion } from '@sinclair/typebox';

/** Each may do what those before it may: see; act on people; change catalogue, rules and connections. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

interface Asked<I extends TObject> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/admin/api/customers/{customer}`; names in braces are members of the input. */
  readonly path: string;
  /** The least that may ask. */
  readonly role: Role;
  /** One sentence, shown in the description of the API. */
  readonly summary: string;
  /** Members that the path does not name come in the query of a GET or DELETE, else in a JSON body. */
  readonly input: I;
  /** Where a body is larger than most. */
  readonly bodyBytesMax?: number;
  /** Only soon after the sign-in, for what gives somebody else access. */
  readonly fresh?: true;
}

/** Answered with one JSON value. */
export interface AnswerContract<I extends TObject = TObject, A extends TSchema = TSchema> extends Asked<I> {
  readonly kind: 'answer';
  readonly answer: A;
}

/** Answered with a file of rows, as `format` of the query says; a member's `title` is its heading in CSV. */
export interface DownloadContract<I extends TObject = TObject, R extends TObject = TObject> extends Asked<I> {
  readonly kind: 'download';
  readonly row: R;
  /** Without its ending. */
  readonly fileName: string;
}

/** Answered with server-sent events until one side ends it. */
export interface LiveContract<I extends TObject = TObject, E extends TSchema = TSchema> extends Asked<I> {
  readonly kind: 'live';
  readonly event: E;
}

export type Contract = AnswerContract | DownloadContract | LiveContract;
export type Contracts = Readonly<Record<string, Contract>>;

export type InputOf<C extends Contract> = Static<C['input']>;
export type AnswerOf<C extends AnswerContract> = Static<C['answer']>;
export type RowOf<C extends DownloadContract> = Static<C['row']>;
export type EventOf<C extends LiveContract> = Static<C['event']>;

export function answers<I extends TObject, A extends TSchema>(
  contract: Omit<AnswerContract<I, A>, 'kind'>,
): AnswerContract<I, A> {
  return { kind: 'answer', ...contract };
}

export function downloads<I extends TObject, R extends TObject>(
  contract: Omit<DownloadContract<I, R>, 'kind' | 'method'>,
): DownloadContract<I, R> {
  return { kind: 'download', method: 'GET', ...contract };
}

export function streams<I extends TObject, E extends TSchema>(
  contract: Omit<LiveContract<I, E>, 'kind' | 'method'>,
): LiveContract<I, E> {
  return { kind: 'live', method: 'GET', ...contract };
}

/** One of these texts. */
export function literals<const T extends readonly string[]>(
  values: T,
): TUnion<{ -readonly [K in keyof T]: TLiteral<T[K] & string> }> {
  return Type.Union(values.map((value) => Type.Literal(value))) as unknown as TUnion<{
    -readonly [K in keyof T]: TLiteral<T[K] & string>;
  }>;
}
