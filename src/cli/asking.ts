// How a command asks for an operation: the same whether it is carried out here on the database or by a gateway over HTTP. Knows no command.

import type {
  Answer,
  AnswerName,
  DownloadName,
  DownloadRow,
  Input,
  LiveEvent,
  LiveName,
} from '../admin/place';

/** A list that comes page by page. */
interface ListPage<R> {
  readonly rows: readonly R[];
  /** Null: that was the last one. */
  readonly next: string | null;
}

type ListName = {
  [N in AnswerName]: Answer<N> extends ListPage<unknown>
    ? Input<N> extends { cursor?: string }
      ? N
      : never
    : never;
}[AnswerName];
type RowOfList<N extends ListName> = Answer<N> extends ListPage<infer R> ? R : never;

export interface Asker {
  /** @throws CommandFailure in the gateway's words */
  readonly ask: <N extends AnswerName>(name: N, input: Input<N>) => Promise<Answer<N>>;
  /** Every row of a list, page after page. */
  readonly rows: <N extends ListName>(
    name: N,
    input: Omit<Input<N>, 'cursor'>,
  ) => AsyncIterable<RowOfList<N>>;
  /** Every row of a file. */
  readonly download: <N extends DownloadName>(name: N, input: Input<N>) => AsyncIterable<DownloadRow<N>>;
  /** Events as they come, until one side ends it. */
  readonly follow: <N extends LiveName>(name: N, input: Input<N>) => AsyncIterable<LiveEvent<N>>;
}

/** @param ask carries one operation out */
export function pagesBy(ask: Asker['ask']): Asker['rows'] {
  return async function* rows<N extends ListName>(name: N, input: Omit<Input<N>, 'cursor'>) {
    let cursor: string | null = null;
    do {
      const asked = { ...input, ...(cursor === null ? {} : { cursor }) } as unknown as Input<N>;
      const page = (await ask(name, asked)) as unknown as ListPage<RowOfList<N>>;
      yield* page.rows;
      cursor = page.next;
    } while (cursor !== null);
  };
}

/** Without what was not said: options that were not given are undefined. */
export function said<T extends object>(given: T): Said<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Said<T>;
}

type MayLack<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];
type Said<T> = Omit<T, MayLack<T>> & { [K in MayLack<T>]?: Exclude<T[K], undefined> };
