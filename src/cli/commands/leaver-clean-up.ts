// `leavers --clean` and `--undo`: person by person, with a preview first and a run to go back by. Knows nothing of the writes themselves.

import { serving } from '../../admin/people/serving';
import { cleanUpRun, takenIn, type Taken } from '../../directory/answers/clean-up';
import { hasResidue, leavers, leaversAmong, type Leaver } from '../../directory/answers/leavers';
import { cleanLeaver, type Cleaning } from '../../scim/resources/leaver-clean';
import { giveBack, type GivenBack } from '../../scim/resources/leaver-undo';
import type { Column, CommandContext } from '../context';
import { CommandFailure } from '../failure';
import { personColumns } from './columns';
import { onePerson } from './lookup';

type Cleaned = Cleaning & Pick<Leaver, 'person'>;
const CLEANED: readonly Column<Cleaned>[] = [
  ...personColumns<Cleaned>(({ person }) => person),
  { heading: 'Groups taken', name: 'groups', value: ({ groups }) => groups },
  { heading: 'Libraries disabled', name: 'libraries', value: ({ libraries }) => libraries },
  { heading: 'Left', name: 'left', value: ({ left }) => left },
];

type Undone = GivenBack & { readonly userName: string };
const UNDONE: readonly Column<Undone>[] = [
  { heading: 'User name', name: 'userName', value: ({ userName }) => userName },
  { heading: 'Groups given back', name: 'groups', value: ({ groups }) => groups },
  { heading: 'Libraries enabled', name: 'libraries', value: ({ libraries }) => libraries },
  { heading: 'Skipped', name: 'skipped', value: ({ skipped }) => skipped },
];

/** @param names whom to clean up after; nobody named: everybody of whom something is left */
export async function cleanUp(
  context: CommandContext,
  names: readonly string[],
  isPreview: boolean,
): Promise<void> {
  const { store, customer, output, services, progress, stopping } = context;
  const run = cleanUpRun(services.newId());
  const chosen = names.length > 0 ? await namedLeavers(context, names) : leavers(store.history, customer.id);
  const leaving: Leaver[] = [];
  for await (const leaver of withResidue(chosen)) leaving.push(leaver);
  // Known before anything is taken, so that even a run that was cut short can be taken back.
  if (!isPreview) output.say(`Run ${run}`);
  const [writing, request] = servingRun(context, run);
  const bar = progress('Leavers', leaving.length);
  const cleaned: Cleaned[] = [];
  for (const { person, groups } of leaving) {
    if (stopping.aborted) break;
    cleaned.push({ person, ...(await cleanLeaver(writing, request, person, { groups, isPreview })) });
    bar.advance();
  }
  bar.done();
  await output.rows(CLEANED, cleaned);
  output.say(
    isPreview
      ? 'This is a preview, nothing was changed; the same with --yes does it.'
      : `Done. To give it back: imanage-scim leavers --undo ${run}`,
  );
}

/** Gives back what the run took. @throws CommandFailure where it is no run of a clean-up */
export async function undoRun(context: CommandContext, run: string): Promise<void> {
  const { store, customer, output, services, progress, stopping } = context;
  const losses = await lossesOf(context, run);
  const undo = `undo-${services.newId()}`;
  output.say(`Run ${undo}`);
  const [writing, request] = servingRun(context, undo);
  const bar = progress('People', losses.length);
  const undone: Undone[] = [];
  for (const taken of losses) {
    if (stopping.aborted) break;
    const userName = (await store.history.names(customer.id, [taken.userId])).get(taken.userId) ?? '';
    undone.push({ userName, ...(await giveBack(writing, request, { id: taken.userId, userName }, taken)) });
    bar.advance();
  }
  bar.done();
  await output.rows(UNDONE, undone);
}

export async function* withResidue(all: AsyncIterable<Leaver> | Iterable<Leaver>): AsyncGenerator<Leaver> {
  for await (const leaver of all) if (hasResidue(leaver)) yield leaver;
}

/** @throws CommandFailure where somebody is unknown, or can sign in */
async function namedLeavers(context: CommandContext, names: readonly string[]): Promise<readonly Leaver[]> {
  const { store, customer } = context;
  const found = new Map<string, Leaver>();
  for (const name of names) {
    const user = await onePerson(context, name);
    const [leaver] = await leaversAmong(store.history, customer.id, [user]);
    if (leaver === undefined)
      throw new CommandFailure(
        `${name} can sign in; only what is left of disabled and deleted people is taken away`,
      );
    found.set(user.id, leaver);
  }
  return [...found.values()];
}

async function lossesOf({ store, customer }: CommandContext, run: string): Promise<readonly Taken[]> {
  const losses = await takenIn(store.history, customer.id, run);
  if (losses !== undefined) return losses;
  throw new CommandFailure(
    `no clean-up has the run ${JSON.stringify(run)}; "events" shows it in the column Request`,
  );
}

function servingRun(context: CommandContext, run: string): ReturnType<typeof serving> {
  return serving({ ...context, scimBase: context.baseUrl }, { requestId: run });
}
