/** From environment and file to a frozen configuration, or to every fault at once. Pure and total: it never throws. */
import { adminVariables, buildAdminOidc, checkAdmin, readClientSecret } from './admin';
import { buildLibraries, checkCatalogue, checkDefaultLibrary, defaultLibraryOf } from './catalogue';
import type { Config, CustomerConfig } from './config';
import { readConfigFile } from './config-file';
import { buildConnections, checkConnections, checkReachable, DEFAULT_CUSTOMER } from './connections';
import { readTokens, tokenVariables, type Digests } from './credentials';
import { listOf } from './document';
import {
  readEnvironment,
  reportUnknownNames,
  withoutTokens,
  type Environment,
  type EnvironmentSettings,
} from './environment';
import {
  buildEventStreams,
  checkEventStreams,
  readStreamSecrets,
  streamVariables,
  type StreamSecrets,
} from './event-streams';
import type { Report } from './faults';
import { checkAgainstSchema, type FileConfig, type FileCustomer } from './file-schema';
import { deepFreeze } from './freeze';
import { buildOwnSchemas, checkOwnSchemas, readSchemaFiles } from './own-schemas';
import {
  buildNotices,
  checkNotices,
  noticeVariables,
  readNoticeSecrets,
  type NoticeSecrets,
} from './notices';
import type { ReadText } from './token';
import { checkUnique } from './uniqueness';

export type ParsedConfig =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

/** `administer`: the command line, which serves nobody and therefore needs, and looks at, no token. */
export type Purpose = 'serve' | 'administer';

/** For `administer` the configuration has no connections and no admin token. */
export function parseConfig(env: Environment, readText: ReadText, purpose: Purpose = 'serve'): ParsedConfig {
  const serves = purpose === 'serve';
  const faults: string[] = [];
  const report: Report = (fault) => {
    faults.push(fault);
  };
  const settings = readEnvironment(serves ? env : withoutTokens(env), readText, report);
  const document = readDocument(settings.configFile, readText, report);
  readSchemaFiles(document, readText, report);
  const file = document === undefined ? undefined : checkAgainstSchema(document, report);
  const { scimToken, share } = settings;
  const sources = { env, readText, scimToken, adminDigest: share.adminTokenDigest };
  const digests: Digests = serves ? readTokens(document, sources, report) : new Map();
  const opening = [...digests.values(), scimToken.digest ?? '', share.adminTokenDigest ?? ''];
  const streamSecrets: StreamSecrets = serves
    ? readStreamSecrets(document, opening, sources, report)
    : new Map();
  const clientSecret = serves ? readClientSecret(document, sources, report) : undefined;
  const noticeSecrets: NoticeSecrets = serves ? readNoticeSecrets(document, sources, report) : new Map();
  checkCrossReferences(document, file, settings, report);
  if (serves && file !== undefined && settings.configFile !== undefined)
    checkReachable(
      file,
      { scimTokenGiven: scimToken.given, adminTokenGiven: share.adminTokenDigest !== null },
      report,
    );
  const named = [
    ...tokenVariables(document),
    ...streamVariables(document),
    ...adminVariables(document),
    ...noticeVariables(document),
  ];
  reportUnknownNames(env, new Set(named), report);
  if (file === undefined || faults.length > 0) return deepFreeze({ ok: false, faults });
  const config = {
    ...buildConfig(settings, file, digests, streamSecrets),
    notices: buildNotices(file, noticeSecrets),
    adminOidc: serves ? buildAdminOidc(file, clientSecret) : null,
  };
  return deepFreeze({ ok: true, config: serves ? config : { ...config, connections: [] } });
}

/** Without a file there is one customer with one library, so that a connector can be pointed at it at once. */
function readDocument(path: string | undefined, readText: ReadText, report: Report): unknown {
  return path === undefined
    ? { customers: [{ id: DEFAULT_CUSTOMER }] }
    : readConfigFile(path, readText, report);
}

function checkCrossReferences(
  document: unknown,
  file: FileConfig | undefined,
  { scimToken }: EnvironmentSettings,
  report: Report,
): void {
  const customers = listOf({ path: '', value: document }, 'customers');
  checkUnique(customers, 'id', report);
  checkConnections(document, scimToken.given, report);
  checkEventStreams(document, report);
  checkNotices(document, report);
  checkAdmin(document, report);
  for (const customer of customers) {
    checkCatalogue(customer, report);
    checkOwnSchemas(customer, report);
  }
  if (file === undefined) return;
  for (const [index, customer] of file.customers.entries())
    checkDefaultLibrary(customer, `customers[${index}]`, report);
}

function buildConfig(
  settings: EnvironmentSettings,
  file: FileConfig,
  digests: Digests,
  streamSecrets: StreamSecrets,
): Omit<Config, 'adminOidc' | 'notices'> {
  return {
    ...settings.share,
    connections: buildConnections(file, digests, settings.scimToken.digest),
    customers: file.customers.map(buildCustomer),
    eventStreams: buildEventStreams(file, streamSecrets),
  };
}

function buildCustomer(customer: FileCustomer): CustomerConfig {
  const own = buildOwnSchemas(customer);
  return {
    id: customer.id,
    name: customer.name ?? customer.id,
    libraries: buildLibraries(customer),
    defaultLibrary: defaultLibraryOf(customer),
    rules: customer.rules,
    alerts: customer.alerts,
    ...(own === undefined ? {} : { own }),
  };
}
