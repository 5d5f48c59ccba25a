// What the request log adds up: how much each connection asks, how much of it is refused, and when it was last seen.

/** Operations of bulk requests count like requests of their own. */
export interface TrafficHour {
  readonly connection: string;
  /** The beginning of the hour. */
  readonly at: Date;
  readonly requests: number;
  /** Answered 4xx. */
  readonly refused: number;
  /** Answered 5xx. */
  readonly failed: number;
}

export interface Sight {
  readonly connection: string;
  /** Null: of the connection, by whichever token. */
  readonly token: string | null;
  readonly at: Date;
  /** What kind of client it looked like. */
  readonly client: string;
  /** What it was answered. */
  readonly status: number;
}

export interface Traffic {
  /** By connection, then by hour. */
  hours(customer: string, from: Date, to?: Date): Promise<readonly TrafficHour[]>;
  /** One for each connection that was ever seen. */
  lastSights(customer: string): Promise<readonly Sight[]>;
  /** One for each token that was ever shown. */
  tokenSights(customer: string): Promise<readonly Sight[]>;
  /** What was counted under one name stands under another from now on: a connection that is renamed was heard of all the same. */
  rename(customer: string, from: string, to: string): Promise<void>;
}
