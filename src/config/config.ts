/** The shape of a checked configuration. Owns names and types only; knows nothing of where a value came from. */
import type { OwnSchemasConfig } from './own-config';

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
  /** Processes that answer requests; `auto`: as many as the machine has cores. One: this process itself. */
  readonly workers: number | 'auto';
  /** Without a configuration file, and without a token, the first start makes a connection. */
  readonly hasConfigFile: boolean;
  /** SHA-256, lower-case hex; null: made at first start. */
  readonly adminTokenDigest: string | null;
  /** Null: admins sign in with the admin token alone. */
  readonly adminOidc: AdminOidcConfig | null;
  readonly connections: readonly ConnectionConfig[];
  readonly customers: readonly CustomerConfig[];
  readonly eventStreams: readonly EventStreamConfig[];
  /** Those of the gateway, for every customer, and those of each customer. */
  readonly notices: readonly NoticesConfig[];
  readonly limits: LimitsConfig;
  /** How long the request log is kept. */
  readonly requestLogDays: number;
  /** How long the outcome of an asynchronous request can be asked for. */
  readonly asyncResultHours: number;
  /** A null format is decided by whether standard output is a terminal. */
  readonly log: { readonly level: LogLevel; readonly format: LogFormat | null };
}

/** The identity provider that admins sign in at (OpenID Connect). */
export interface AdminOidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Name of the claim whose values give roles. */
  readonly rolesClaim: string;
  readonly roles: readonly {
    readonly values: readonly string[];
    readonly role: 'viewer' | 'operator' | 'admin';
    /** null: all. */
    readonly customers: readonly string[] | null;
  }[];
  /** What stands on the button. */
  readonly label: string;
}

export interface ConnectionConfig {
  readonly customer: string;
  readonly name: string;
  /** Static bearer tokens: at most two. */
  readonly tokens: readonly CredentialConfig[];
  /** What its tokens may do at most, however they were got. */
  readonly scopes: readonly ('scim' | 'scim.read')[];
  /** userName of who is /Me; null: nobody. */
  readonly user: string | null;
  readonly oauth: OAuthConfig | null;
  readonly profile: 'default' | 'strict';
  /** By name, on top of what the profile says of each. */
  readonly tolerances: Readonly<Record<string, 'allow' | 'refuse'>>;
  /** Where it differs from the limits of every connection. */
  readonly rateLimit: { readonly requestsPerSecond?: number; readonly burst?: number };
}

export interface CredentialConfig {
  /** SHA-256 of the token or secret, lower-case hex. */
  readonly digest: string;
  /** RFC 3339 date and time; null: never. */
  readonly expires: string | null;
}

/** A client of the token endpoint. */
export interface OAuthConfig {
  readonly clientId: string;
  readonly secrets: readonly CredentialConfig[];
  /** The client's public keys (RFC 7517 §5), here or at an address, or null. */
  readonly jwks: { readonly keys: readonly object[] } | null;
  readonly jwksUri: string | null;
  readonly accessTokenMinutes: number;
  readonly workloadIdentity: WorkloadIdentityConfig | null;
}

/** Whose JWTs stand for the client. */
interface WorkloadIdentityConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** null: told by the issuer's OpenID Connect discovery. */
  readonly jwksUri: string | null;
  readonly bearer: boolean;
}

/** Who is told of a customer's changes (RFC 9967), and how. */
export interface EventStreamConfig {
  readonly customer: string;
  readonly id: string;
  /** `aud` of its tokens. */
  readonly audience: string;
  readonly delivery:
    | { readonly method: 'push'; readonly endpoint: string; readonly authorization: string | null }
    | { readonly method: 'poll'; readonly tokenDigest: string };
  /** What follows `urn:ietf:params:scim:event:`, such as `prov:create:notice`. */
  readonly events: readonly string[];
}

/** Where alerts are sent. */
export interface NoticesConfig {
  /** null: the alerts of every customer. */
  readonly customer: string | null;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly email: {
    readonly from: string;
    readonly to: readonly string[];
    readonly server: {
      readonly host: string;
      readonly port: number;
      /** TLS from the first byte on; otherwise by STARTTLS. */
      readonly secure: boolean;
      /** No TLS at all: a server on this machine. */
      readonly plain: boolean;
      readonly user: string | null;
      readonly password: string | null;
    };
  } | null;
}

export interface CustomerConfig {
  readonly id: string;
  readonly name: string;
  readonly libraries: readonly LibraryConfig[];
  readonly defaultLibrary: string;
  readonly rules: RulesConfig;
  /** When an alert is raised. */
  readonly alerts: { readonly incompleteMinutes: number };
  /** Absent where the customer has no schemas of its own. */
  readonly own?: OwnSchemasConfig;
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
  /** Of one group, and of the large bodies of groups that one process reads at the same time. */
  readonly groupBodyBytesMax: number;
  readonly bulkBodyBytesMax: number;
  readonly urlBytesMax: number;
  readonly headerBytesMax: number;
  readonly filterBytesMax: number;
  readonly jsonDepthMax: number;
  readonly operationsMax: number;
  readonly pageSizeMax: number;
  readonly pageSizeDefault: number;
  /** How long a cursor of a list is good for. */
  readonly cursorSeconds: number;
  /** What one connection may send: steadily, and besides in any minute. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
}
