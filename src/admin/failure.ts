// A refusal of an operation, in words for an admin; knows no HTTP server.

/**
 * - `invalid`: the input; `notFound`: it does not exist; `conflict`: it is not as the operation needs it
 * - `forbidden`: the role does not allow it; `signIn`: nobody is signed in; `reauthenticate`: too long since the sign-in
 * - `tooLarge`, `tooMany`: more than is taken at once, or too often; `unavailable`: the database is away
 */
export type AdminProblem =
  | 'invalid'
  | 'notFound'
  | 'conflict'
  | 'forbidden'
  | 'signIn'
  | 'reauthenticate'
  | 'tooLarge'
  | 'tooMany'
  | 'unavailable';

export const STATUS_OF: Readonly<Record<AdminProblem, number>> = {
  invalid: 400,
  notFound: 404,
  conflict: 409,
  forbidden: 403,
  signIn: 401,
  reauthenticate: 401,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
};

/** Told where an operation is asked for that this gateway does not have. */
export const NO_SUCH_ADDRESS = 'There is nothing at this address of the admin API; see /openapi.json.';

export class AdminFailure extends Error {
  override readonly name = 'AdminFailure';

  /** @param detail what is wrong and what to do; every admin may read it */
  constructor(
    readonly problem: AdminProblem,
    readonly detail: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
  }

  get status(): number {
    return STATUS_OF[this.problem];
  }
}
