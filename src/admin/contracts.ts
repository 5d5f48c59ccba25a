// Every operation for admins by its name: one line for each area. Imported by the console too, so nothing of the server may come with it.

import type { Contracts } from './contract';
import { SETTINGS } from './contract/settings';
import { RULES } from './contract/rules';
import { OVERVIEW } from './contract/overview';
import { CATALOGUE } from './contract/catalogue';
import { BRAKE } from './contract/brake';
import { ALERTS } from './contract/alerts';
import { EVENTS } from './contract/events';
import { LOG } from './contract/log';
import { CONNECTIONS } from './contract/connections';
import { EXPORTS } from './contract/export';
import { IMPORTS } from './contract/imports';
import { EXTERNALS } from './contract/externals';
import { PEOPLE } from './contract/people';
import { GROUPS } from './contract/groups';
import { LEAVERS } from './contract/leavers';
import { REVIEW } from './contract/review';
import { SEATS } from './contract/seats';
import { PEOPLE_ACTIONS } from './contract/people-actions';

export const CONTRACTS = {
  ...LOG,
  ...EVENTS,
  ...CONNECTIONS,
  ...PEOPLE,
  ...EXTERNALS,
  ...GROUPS,
  ...LEAVERS,
  ...REVIEW,
  ...SEATS,
  ...PEOPLE_ACTIONS,
  ...IMPORTS,
  ...EXPORTS,
  ...ALERTS,
  ...BRAKE,
  ...CATALOGUE,
  ...OVERVIEW,
  ...RULES,
  ...SETTINGS,
} as const satisfies Contracts;
