/** Checks a parsed GATEWAY_CONFIG against its JSON Schema and fills in the defaults. Cross-references are not its business. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { LibraryConfig, RoleConfig, RulesConfig } from './config';
import type { Report } from './faults';
import { schemaFault } from './schema-fault';
import { isRfc3339 } from './timestamp';

/** What a file without faults holds, defaults filled in. */
export interface FileConfig {
  readonly customers: readonly FileCustomer[];
}
export interface FileCustomer {
  readonly id: string;
  readonly name?: string;
  readonly connections: readonly FileConnection[];
  readonly libraries: readonly FileLibrary[];
  readonly defaultLibrary?: string;
  readonly rules: RulesConfig;
}
interface FileConnection {
  readonly name: string;
  readonly token: Readonly<Record<string, string>>;
  readonly profile: string;
  readonly expires?: string;
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
  for (const error of validate.errors ?? []) report(schemaFault(error));
  return undefined;
}
