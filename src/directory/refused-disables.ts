// Requests that would have disabled somebody and were refused, until an alert tells of them; kept with the request log.

export interface RefusedDisable {
  readonly requestId: string;
  readonly at: Date;
  /** Null where no token was accepted. */
  readonly connection: string | null;
  readonly status: number;
  /** As the client was told. */
  readonly detail: string | null;
  /** By the mass-disable brake, until an admin decides. */
  readonly isHeld: boolean;
  /** Ids of the people, as the request had them. */
  readonly people: readonly string[];
}

export interface MeantPerson {
  readonly name: string;
  readonly signInEnabled: boolean;
  /** When they were given the sign-in that they have; undefined where they have none, or no event tells. */
  readonly enabledAt: Date | undefined;
}

export interface RefusedDisables {
  /**
   * Oldest first.
   *
   * @param customer null: those of whom no token was accepted
   */
  waiting(customer: string | null, most: number): Promise<readonly RefusedDisable[]>;
  /** By id, deleted people too; absent: the gateway never knew anybody with this id. */
  people(customer: string, ids: readonly string[]): Promise<ReadonlyMap<string, MeantPerson>>;
  /** They are told of. */
  settle(customer: string | null, requestIds: readonly string[]): Promise<void>;
}
