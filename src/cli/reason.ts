// Why an admin does something, as the sync log keeps it. Knows no command.

/** Of commands that took no reason before there were any: scripts go on working. */
const NOT_SAID = 'No reason was given at the command line.';

export const REASON_OPTION = ['--reason <text>', 'why; it is kept in the sync log'] as const;

export interface Reasoned {
  readonly reason?: string;
}

export function reasonOf({ reason }: Reasoned): string {
  return reason ?? NOT_SAID;
}
