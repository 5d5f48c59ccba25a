// How the gateway and its database are, as admins see it; implemented in store/.

export interface ReplicaMember {
  readonly host: string;
  /** In MongoDB's words: primary, secondary … */
  readonly state: string;
  readonly isHealthy: boolean;
  /** Behind the primary; null for the primary, and where it is not known. */
  readonly lagSeconds: number | null;
}

/** What is null is not known: not every account may ask. */
export interface DatabaseHealth {
  readonly isReachable: boolean;
  readonly answeredInMs: number | null;
  readonly version: string | null;
  readonly replicaSet: { readonly name: string; readonly members: readonly ReplicaMember[] } | null;
  readonly bytesOnDisk: number | null;
  /** Of all customers, estimated. */
  readonly counts: {
    readonly users: number;
    readonly groups: number;
    readonly events: number;
    readonly requests: number;
  } | null;
}

export interface HealthReader {
  /** Answers also while the database is away. */
  database(): Promise<DatabaseHealth>;
}

export interface GatewayProcess {
  readonly id: string;
  readonly host: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
}

export interface Processes {
  /** A sign of life. */
  seen(process: Omit<GatewayProcess, 'seenAt'>): Promise<void>;
  /** It ends in order. */
  gone(id: string): Promise<void>;
  /** Those that gave a sign of life within the last minute. */
  list(): Promise<readonly GatewayProcess[]>;
}
