// `leavers --clean` and `--undo`: piece by piece, with a preview first and a run to go back by. Knows nothing of the writes themselves.

import { v7 as uuidv7 } from 'uuid';
import type { Answer } from '../../admin/place';
import { cleanUpRun } from '../../directory/answers/clean-up';
import type { Column, CommandContext } from '../context';
import { byCreation } from '../order';
import { personColumns } from './columns';

type Cleaned = Answer<'people.cleanUp'>['people'][number];
const CLEANED: readonly Column<Cleaned>[] = [
  ...personColumns<Cleaned>(({ person }) => person),
  { heading: 'Groups taken', name: 'groups', value: ({ groups }) => groups },
  { heading: 'Libraries disabled', name: 'libraries', value: ({ libraries }) => libraries },
  { heading: 'Left', name: 'left', value: ({ left }) => left },
];

type Undone = Answer<'people.undo'>['givenBack'][number];
const UNDONE: readonly Column<Undone>[] = [
  { heading: 'User name', name: 'userName', value: ({ userName }) => userName },
  { heading: 'Groups given back', name: 'groups', value: ({ groups }) => groups },
  { heading: 'Libraries enabled', name: 'libraries', value: ({ libraries }) => libraries },
  { heading: 'Skipped', name: 'skipped', value: ({ skipped }) => skipped },
];

/** So few that Ctrl-C is soon heard. */
const PEOPLE_AT_ONCE = 20;

interface CleaningUp {
  readonly isPreview: boolean;
  readonly reason: string;
}

/** @param names whom to clean up after; nobody named: everybody of whom something is left */
export async function cleanUp(
  context: CommandContext,
  names: readonly string[],
  { isPreview, reason }: CleaningUp,
): Promise<void> {
  const { ask, output, progress, stopping } = context;
  const run = cleanUpRun(uuidv7());
  const pieces = names.length > 0 ? [[...names]] : inPieces(await withResidue(context));
  // Known before anything is taken, so that even a run that was cut short can be taken back.
  if (!isPreview) output.say(`Run ${run}`);
  const bar = progress('Leavers', pieces.flat().length);
  const cleaned: Cleaned[] = [];
  for (const people of pieces) {
    if (stopping.aborted) break;
    cleaned.push(...(await ask('people.cleanUp', { people, reason, preview: isPreview, run })).people);
    bar.advance(people.length);
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
export async function undoRun({ ask, output }: CommandContext, run: string, reason: string): Promise<void> {
  const { run: undo, givenBack } = await ask('people.undo', { run, reason });
  output.say(`Run ${undo ?? ''}`);
  await output.rows(UNDONE, givenBack);
}

async function withResidue({ download }: CommandContext): Promise<readonly string[]> {
  const leavers = await byCreation(download('leavers.export', { residue: true }));
  return leavers.map(({ id }) => id);
}

function inPieces(people: readonly string[]): string[][] {
  const count = Math.ceil(people.length / PEOPLE_AT_ONCE);
  return Array.from({ length: count }, (_, at) =>
    people.slice(at * PEOPLE_AT_ONCE, (at + 1) * PEOPLE_AT_ONCE),
  );
}
