// Changes of catalogue and rules as commands make them: in the name of the person at the terminal, with a sentence when done.

import { changeCatalogue, removeUnused, type Administration } from '../admin/settings';
import type { Catalogue } from '../directory/catalogue';
import type { Customer } from '../directory/customer';
import type { CommandContext } from './context';

export function administration({ services, configured, actor }: CommandContext): Administration {
  const { store, now, newId } = services;
  return { store, configured, actor, now, newId };
}

export async function changeCatalogueOf(
  context: CommandContext,
  done: string,
  decide: (customer: Customer) => Catalogue,
): Promise<void> {
  await changeCatalogue(administration(context), decide);
  context.output.say(done);
}

export async function removeFromCatalogue(
  context: CommandContext,
  named: { readonly library: string; readonly role?: string },
  decide: (customer: Customer) => Catalogue,
): Promise<void> {
  const untilEarlierWritesEnded = (): Promise<void> => context.store.untilEarlierWritesEnded();
  await removeUnused({ ...administration(context), untilEarlierWritesEnded }, named, decide);
  context.output.say(
    named.role === undefined ? `Library ${named.library} removed.` : `Role ${named.role} removed.`,
  );
}

/** An option that was given, under the name of what it changes. */
export function given<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: V };
}
