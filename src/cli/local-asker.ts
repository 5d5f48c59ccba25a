// Carries operations out here, on the database that this process has open. Knows no command.

import type { AdminContext } from '../admin/context';
import { CONTRACTS } from '../admin/contracts';
import { readInput } from '../admin/input';
import { OPERATIONS } from '../admin/operations';
import { pagesBy, type Asker } from './asking';

type Name = keyof typeof CONTRACTS;
type AnyOperation = (context: AdminContext, input: unknown) => unknown;

/** @param contextOf made anew for each operation: the catalogue may have been changed by the one before */
export function localAsker(contextOf: () => Promise<AdminContext>): Asker {
  // What is asked here goes through the same checks as what comes over HTTP.
  const carryOut = (context: AdminContext, name: Name, input: object): unknown => {
    const checked = readInput(CONTRACTS[name].input, { ...input }, false);
    return (OPERATIONS[name] as unknown as AnyOperation)(context, checked);
  };
  const ask = async (name: Name, input: object): Promise<unknown> => carryOut(await contextOf(), name, input);
  async function* each(name: Name, input: object): AsyncGenerator {
    yield* carryOut(await contextOf(), name, input) as AsyncIterable<unknown>;
  }
  return {
    ask: ask as unknown as Asker['ask'],
    rows: pagesBy(ask as unknown as Asker['ask']),
    download: each as unknown as Asker['download'],
    follow: each as unknown as Asker['follow'],
  };
}
