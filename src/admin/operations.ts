// Every operation by its name, as it is carried out; a contract that nobody carries out does not compile.

import type { CONTRACTS } from './contracts';
import type { Operations } from './operation';
import { settingsOperations } from './operations/settings';
import { ruleOperations } from './operations/rules';
import { overviewOperations } from './operations/overview';
import { catalogueOperations } from './operations/catalogue';
import { brakeOperations } from './operations/brake';
import { alertOperations } from './operations/alerts';
import { eventOperations } from './operations/events';
import { logOperations } from './operations/log';
import { connectionOperations } from './operations/connections';
import { exportOperations } from './operations/export';
import { importOperations } from './operations/imports';
import { externalOperations } from './operations/externals';
import { peopleOperations } from './operations/people';
import { groupOperations } from './operations/groups';
import { leaverOperations } from './operations/leavers';
import { reviewOperations } from './operations/review';
import { seatOperations } from './operations/seats';
import { peopleActionOperations } from './operations/people-actions';

export const OPERATIONS: Operations<typeof CONTRACTS> = {
  ...logOperations,
  ...eventOperations,
  ...connectionOperations,
  ...peopleOperations,
  ...externalOperations,
  ...groupOperations,
  ...leaverOperations,
  ...reviewOperations,
  ...seatOperations,
  ...peopleActionOperations,
  ...importOperations,
  ...exportOperations,
  ...alertOperations,
  ...brakeOperations,
  ...catalogueOperations,
  ...overviewOperations,
  ...ruleOperations,
  ...settingsOperations,
};
