// `brake`: whether the mass-disable brake holds disables back, and its release. Knows nothing of how disables are counted.

import { InvalidArgumentError, type Command } from 'commander';
import { brakeStatus, releaseBrake, type BrakeStatus } from '../../directory/brake-status';
import type { Column, CommandContext, InDirectory } from '../context';

const COLUMNS: readonly Column<BrakeStatus>[] = [
  { heading: 'Mode', name: 'mode', value: ({ mode }) => mode },
  { heading: 'Window (minutes)', name: 'windowMinutes', value: ({ windowMinutes }) => windowMinutes },
  { heading: 'Limit', name: 'limit', value: ({ limit }) => limit },
  { heading: 'Disables in the window', name: 'counted', value: ({ counted }) => counted },
  { heading: 'Held since', name: 'heldSince', value: ({ heldSince }) => moment(heldSince) },
  { heading: 'Released until', name: 'releasedUntil', value: ({ releasedUntil }) => moment(releasedUntil) },
  { heading: 'Released by', name: 'releasedBy', value: ({ releasedBy }) => releasedBy },
  { heading: 'Last alert', name: 'lastAlert', value: ({ lastAlert }) => moment(lastAlert?.at ?? null) },
];

/** A week: longer than that, the mode should say so. */
const MINUTES_MAX = 10_080;

export function addBrake(program: Command, inDirectory: InDirectory): void {
  const brake = program
    .command('brake')
    .description(
      'Show the mass-disable brake: its limit, what is counted, since when it holds disables back.',
    )
    .action(() => inDirectory(showBrake));
  brake
    .command('release')
    .description(
      'Let disables pass again: what is held goes through when the identity provider next tries it.',
    )
    .option('--minutes <n>', 'how long everything passes uncounted (default: one window)', minutesOf)
    .action(({ minutes }: { readonly minutes?: number }) =>
      inDirectory((context) => release(context, minutes)),
    );
}

async function showBrake({ store, customer, services, output }: CommandContext): Promise<void> {
  const status = await brakeStatus(store.directory, customer, services.now());
  await output.rows(COLUMNS, [status]);
  if (status.heldSince === null) return;
  output.say(
    'Disables are held back: they are answered 429, and nobody is disabled. If they are meant, run "imanage-scim brake ' +
      'release"; if not, stop the identity provider\'s job first.',
  );
}

async function release(
  { store, customer, services, actor, output }: CommandContext,
  wanted: number | undefined,
): Promise<void> {
  const { mode, windowMinutes } = customer.rules.massDisable;
  const minutes = wanted ?? windowMinutes;
  const now = services.now();
  const until = new Date(now.getTime() + minutes * 60_000);
  await store.directory.write(`${customer.id}/brake`, (transaction) =>
    releaseBrake(transaction, customer, { now, minutes, by: actor }),
  );
  output.say(`Released: disables pass uncounted until ${until.toISOString()}, then the count begins anew.`);
  if (mode === 'off') output.say('The rule massDisable is off: nothing is counted or held anyway.');
}

function minutesOf(text: string): number {
  const minutes = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= MINUTES_MAX) return minutes;
  throw new InvalidArgumentError(`whole minutes from 1 to ${MINUTES_MAX}`);
}

function moment(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
