/** Checks a parsed GATEWAY_CONFIG against its JSON Schema and fills in the defaults. Cross-references are not its business. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type {
  AdminOidcConfig,
  ConnectionConfig,
  LibraryConfig,
  OAuthConfig,
  RoleConfig,
  RulesConfig,
} from './config';
import type { Report } from './faults';
import type { FileExtensions, FileOwnType, FileSchema } from './own-config';
import { schemaFault } from './schema-fault';
import { isRfc3339 } from './timestamp';

/** What a file without faults holds, defaults filled in. */
export interface FileConfig {
  readonly notices?: FileNotices;
  readonly admin?: FileAdmin;
  readonly customers: readonly FileCustomer[];
}
interface FileAdmin {
  readonly oidc?: Omit<AdminOidcConfig, 'clientSecret' | 'roles'> & {
    readonly roles: readonly (Omit<AdminOidcConfig['roles'][number], 'customers'> & {
      readonly customers?: readonly string[];
    })[];
  };
}
export interface FileCustomer {
  readonly id: string;
  readonly name?: string;
  readonly connections: readonly FileConnection[];
  readonly libraries: readonly FileLibrary[];
  readonly defaultLibrary?: string;
  readonly rules: RulesConfig;
  readonly schemas: readonly FileSchema[];
  readonly resourceTypes: readonly FileOwnType[];
  readonly extensions: FileExtensions;
  readonly eventStreams: readonly FileEventStream[];
  readonly alerts: { readonly incompleteMinutes: number };
  readonly notices?: FileNotices;
}
/** Where secrets come from is looked up in the document. */
export interface FileNotices {
  readonly webhook?: { readonly url: string };
  readonly email?: { readonly from: string; readonly to: readonly string[] };
}
export interface FileEventStream {
  readonly id: string;
  readonly audience: string;
  /** One of the two. */
  readonly delivery: { readonly push?: { readonly endpoint: string }; readonly poll?: object };
  readonly events?: readonly string[];
}
export interface FileConnection {
  readonly name: string;
  readonly token?: object;
  readonly tokens: readonly FileCredential[];
  readonly scopes: ConnectionConfig['scopes'];
  readonly user?: string;
  readonly oauth?: FileOAuth;
  readonly profile: ConnectionConfig['profile'];
  readonly tolerances: ConnectionConfig['tolerances'];
  readonly expires?: string;
  readonly rateLimit: ConnectionConfig['rateLimit'];
}
/** Where its text comes from is looked up in the document. */
export interface FileCredential {
  readonly expires?: string;
}
interface FileOAuth extends Pick<OAuthConfig, 'clientId' | 'accessTokenMinutes'> {
  readonly secrets: readonly FileCredential[];
  readonly jwks?: NonNullable<OAuthConfig['jwks']>;
  readonly jwksUri?: string;
  readonly workloadIdentity?: Omit<NonNullable<OAuthConfig['workloadIdentity']>, 'jwksUri'> & {
    readonly jwksUri?: string;
  };
}
export interface FileLibrary extends Omit<LibraryConfig, 'displayName' | 'roles'> {
  readonly displayName?: string;
  readonly roles: readonly FileRole[];
}
export type FileRole = Omit<RoleConfig, 'external'> & { readonly external?: boolean };

/** Ships beside the code: the same place seen from `src/config` and from `dist/config`. */
const SCHEMA_PATH = join(__dirname, '..', '..', 'schemas', 'gateway-config.schema.json');

const validate = new Ajv({
  allErrors: true,
  useDefaults: true,
  verbose: true,
  formats: { 'date-time': isRfc3339 },
}).compile<FileConfig>(JSON.parse(readFileSync(SCHEMA_PATH, 'utf8')) as object);

/** The file's content where it fits the schema; defaults are written into `document`, which the caller owns. */
export function checkAgainstSchema(document: unknown, report: Report): FileConfig | undefined {
  if (validate(document)) return document;
  // "if" only says again that something is wrong behind it.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  for (const error of errors) report(schemaFault(error));
  return undefined;
}
