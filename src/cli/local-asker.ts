// Carries operations out here, on the database that this process has open. Knows no command.

import type { AdminContext } from '../admin/context';
import { CONTRACTS } from '../admin/contracts';
import { readInput } from '../admin/input';
import { OPERATIONS } from '../admin/operations';
import type { AnswerName, DownloadName } from '../admin/place';
import { pagesBy, type Asker } from './asking';

type AnyOperation = (context: AdminContext, input: unknown) => unknown;

/** @param contextOf made anew for each operation: the catalogue may have been changed by the one before */
export function localAsker(contextOf: () => Promise<AdminContext>): Asker {
  // What is asked here goes through the same checks as what comes over HTTP.
  const checked = (name: keyof typeof CONTRACTS, input: object): unknown =>
    readInput(CONTRACTS[name].input, { ...input }, false);
  const ask = async (name: AnswerName, input: object): Promise<unknown> =>
    (OPERATIONS[name] as unknown as AnyOperation)(await contextOf(), checked(name, input));
  async function* download(name: DownloadName, input: object): AsyncGenerator {
    const operation = OPERATIONS[name] as unknown as AnyOperation;
    yield* operation(await contextOf(), checked(name, input)) as AsyncIterable<unknown>;
  }
  return {
    ask: ask as unknown as Asker['ask'],
    rows: pagesBy(ask as unknown as Asker['ask']),
    download: download as unknown as Asker['download'],
  };
}
