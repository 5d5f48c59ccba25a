// Every operation by its name, as it is carried out; a contract that nobody carries out does not compile.

import type { CONTRACTS } from './contracts';
import type { Operations } from './operation';

export const OPERATIONS: Operations<typeof CONTRACTS> = {};
