// An operation names its members, a command its options: the same word with two hyphens. Knows neither.

import { CommandFailure } from './failure';

/** @throws CommandFailure what the work threw, told of the option where it was told of the member */
export async function inOptions(names: readonly string[], work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const [, name = ''] = error instanceof Error ? (/^(\w+): /.exec(error.message) ?? []) : [];
    if (!(error instanceof Error) || !names.includes(name)) throw error;
    throw new CommandFailure(`--${error.message}`, { cause: error });
  }
}
