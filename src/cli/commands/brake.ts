// `brake`: whether the mass-disable brake holds disables back, and its release. Knows nothing of how disables are counted.

import { InvalidArgumentError, type Command } from 'commander';
import type { Answer } from '../../admin/place';
import { momentWords } from '../../directory/moment-words';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory } from '../context';
import { REASON_OPTION, reasonOf, type Reasoned } from '../reason';

const COLUMNS: readonly Column<Answer<'brake.show'>>[] = [
  { heading: 'Mode', name: 'mode', value: ({ mode }) => mode },
  { heading: 'Window (minutes)', name: 'windowMinutes', value: ({ windowMinutes }) => windowMinutes },
  { heading: 'Limit', name: 'limit', value: ({ limit }) => limit },
  { heading: 'Disables in the window', name: 'counted', value: ({ counted }) => counted },
  { heading: 'Held since', name: 'heldSince', value: ({ heldSince }) => heldSince },
  { heading: 'Released until', name: 'releasedUntil', value: ({ releasedUntil }) => releasedUntil },
  { heading: 'Released by', name: 'releasedBy', value: ({ releasedBy }) => releasedBy },
  { heading: 'Last alert', name: 'lastAlert', value: ({ lastAlertAt }) => lastAlertAt },
];

/** A week: longer than that, the mode should say so. */
const MINUTES_MAX = 10_080;

interface ReleaseOptions extends Reasoned {
  readonly minutes?: number;
}

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
    .option(...REASON_OPTION)
    .action((options: ReleaseOptions) => inDirectory((context) => release(context, options)));
}

async function showBrake({ ask, output }: CommandContext): Promise<void> {
  const status = await ask('brake.show', {});
  await output.rows(COLUMNS, [status]);
  if (status.heldSince === null) return;
  output.say(
    'Disables are held back: they are answered 429, and nobody is disabled. If they are meant, run "imanage-scim brake ' +
      'release"; if not, stop the identity provider\'s job first.',
  );
}

async function release({ ask, output }: CommandContext, options: ReleaseOptions): Promise<void> {
  const { minutes } = options;
  const { releasedUntil, mode } = await ask('brake.release', said({ minutes, reason: reasonOf(options) }));
  output.say(
    `Released: disables pass uncounted until ${releasedUntil === null ? 'now' : momentWords(new Date(releasedUntil))}, then the count begins anew.`,
  );
  if (mode === 'off') output.say('The rule massDisable is off: nothing is counted or held anyway.');
}

function minutesOf(text: string): number {
  const minutes = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= MINUTES_MAX) return minutes;
  throw new InvalidArgumentError(`whole minutes from 1 to ${MINUTES_MAX}`);
}
