// Owns what the command line of the bench asks for, checked before anything is started.
import { positive, type Values } from '../prove/proof';
import { FIRST_WARM_UP, type Bench } from './measure';
import type { Scenario } from './scenario';
import { scenariosFor } from './scenarios';

const WARM_UP_SHARE = 1 / 3;
/** More than any server adds to a group. */
const JOINERS_PER_SECOND = 2_500;

export interface Plan extends Omit<Bench, 'servers' | 'load' | 'databasePid'> {
  readonly scenarios: readonly Scenario[];
}

/** @throws Error naming the option that cannot be followed */
export function planOf(values: Values): Plan {
  const [users, rounds] = [positive(values, 'users'), positive(values, 'rounds')];
  const ms = Number(values['seconds']) * 1000;
  if (!(ms > 0)) throw new Error('--seconds must be a positive number');
  if (values['flat'] !== undefined && !(Number(values['flat']) > 0 && values['against'] !== undefined))
    throw new Error('--flat takes a positive number, and --against a run to compare with');
  const warmUpMs = Math.round(ms * WARM_UP_SHARE);
  const only = String(values['only']);
  const scenarios = scenariosFor(users).filter(({ name }) => name.includes(only));
  if (scenarios.length === 0) throw new Error(`--only: no scenario has "${only}" in its name`);
  const loadMs = rounds * (ms + warmUpMs) + (FIRST_WARM_UP - 1) * warmUpMs;
  const needsSpares = scenarios.some(({ joined }) => joined !== undefined);
  const spares = needsSpares ? Math.ceil((JOINERS_PER_SECOND * loadMs) / 1000) : 0;
  const firm = Math.min(users, positive(values, 'firm'));
  return {
    scenarios,
    users,
    spares,
    firm,
    connections: positive(values, 'connections'),
    rounds,
    ms,
    warmUpMs,
  };
}
