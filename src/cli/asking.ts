// How a command asks for an operation: the same whether it is carried out here on the database or by a gateway over HTTP. Knows no command.

import type { Answer, AnswerName, DownloadName, DownloadRow, Input } from '../admin/place';
import type { Output, Progress } from './context';

/** A list that comes page by page. */
export interface ListPage<R> {
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
  ask<N extends AnswerName>(name: N, input: Input<N>): Promise<Answer<N>>;
  /** Every row of a list, page after page. */
  rows<N extends ListName>(name: N, input: Omit<Input<N>, 'cursor'>): AsyncIterable<RowOfList<N>>;
  /** Every row of a file. */
  download<N extends DownloadName>(name: N, input: Input<N>): AsyncIterable<DownloadRow<N>>;
}

/** What a command works with that asks for operations alone, so that it can do so from anywhere. */
export interface AskContext extends Asker {
  readonly output: Output;
  readonly progress: (label: string, total: number) => Progress;
  /** Fires at Ctrl-C: end in order after the step under way. */
  readonly stopping: AbortSignal;
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
