// Every operation for admins by its name: one line for each area. Imported by the console too, so nothing of the server may come with it.

import type { Contracts } from './contract';

export const CONTRACTS = {} as const satisfies Contracts;
