/** The shape of a checked configuration. Owns names and types only; knows nothing of where a value came from. */

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type LogFormat = 'pretty' | 'json';

export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  /** Base of every `meta.location` and `$ref`, no trailing slash; null: derive it after listening (PORT=0). */
  readonly publicUrl: string | null;
  /** null: an embedded mongod under `dataDir`. */
  readonly mongodbUri: string | null;
  readonly mongodBinary: string | null;
  readonly dataDir: string;
  /** SHA-256, lower-case hex; null: made at first start. */
  readonly adminTokenDigest: string | null;
  readonly connections: readonly ConnectionConfig[];
  readonly customers: readonly CustomerConfig[];
  readonly limits: LimitsConfig;
  /** How long the request log is kept. */
  readonly requestLogDays: number;
  /** A null format is decided by whether standard output is a terminal. */
  readonly log: { readonly level: LogLevel; readonly format: LogFormat | null };
}

export interface ConnectionConfig {
  readonly customer: string;
  readonly name: string;
  /** SHA-256 of the bearer token, lower-case hex. */
  readonly tokenDigest: string;
  readonly profile: string;
  /** RFC 3339 date and time; null: never. */
  readonly expires: string | null;
}

export interface CustomerConfig {
  readonly id: string;
  readonly name: string;
  readonly libraries: readonly LibraryConfig[];
  readonly defaultLibrary: string;
  readonly rules: RulesConfig;
}

export interface LibraryConfig {
  readonly id: string;
  readonly displayName: string;
  readonly type: 'worksite' | 'linksite';
  readonly hidden: boolean;
  readonly roles: readonly RoleConfig[];
}

export interface RoleConfig {
  readonly id: string;
  readonly description: string;
  readonly external: boolean;
  readonly controlCenterAccess: 'none' | 'tier1' | 'tier2';
  readonly privileges: readonly string[];
}

export interface RulesConfig {
  readonly reenableLibraries: 'restore' | 'manual';
  readonly membershipsOnDisable: 'keep' | 'remove';
  readonly userIdConflict: 'reject' | 'suffix';
  readonly validation: 'lenient' | 'strict';
  readonly groupNamePrefix: 'ignore' | 'library';
  readonly reservedGroups: 'refuse' | 'allow';
  readonly nestedGroups: 'refuse' | 'flatten';
  readonly massDisable: {
    readonly mode: 'warn' | 'off' | 'hold';
    readonly count: number;
    readonly percent: number;
    readonly windowMinutes: number;
  };
}

/** Sizes in bytes of what travels; counts of the rest. */
export interface LimitsConfig {
  readonly bodyBytesMax: number;
  readonly groupBodyBytesMax: number;
  readonly urlBytesMax: number;
  readonly headerBytesMax: number;
  readonly filterBytesMax: number;
  readonly jsonDepthMax: number;
  readonly operationsMax: number;
  readonly pageSizeMax: number;
  readonly pageSizeDefault: number;
}
