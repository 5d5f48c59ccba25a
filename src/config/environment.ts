/** What the environment says, one variable at a time, and which names it may use. Knows nothing of the JSON file. */
import type { Config, LogFormat, LogLevel } from './config';
import { quote, quoteAll, type Report } from './faults';
import { nearestName } from './nearest-name';
import {
  ASYNC_RESULT_HOURS_SETTING,
  LIMIT_SETTINGS,
  PORT_SETTING,
  readLimits,
  readNumber,
  readWorkers,
  REQUEST_LOG_DAYS_SETTING,
} from './number-settings';
import { publicUrlOf, readPublicUrl } from './public-url';
import { digestOf, digestOfFile, type ReadText } from './token';

export type Environment = Readonly<Record<string, string | undefined>>;
type Read = (name: string) => string | undefined;

export interface EnvironmentSettings {
  /** The environment's share of the configuration. */
  readonly share: Omit<Config, 'adminOidc' | 'connections' | 'customers' | 'eventStreams' | 'notices'>;
  readonly configFile: string | undefined;
  readonly scimToken: { readonly given: boolean; readonly digest: string | undefined };
}

const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const satisfies readonly LogLevel[];
const LOG_FORMATS = ['pretty', 'json'] as const satisfies readonly LogFormat[];

/** Names under our own prefixes; any other name under them is a mistake. */
const OWN_NAMES: readonly string[] = [
  'SCIM_BEARER_TOKEN',
  'SCIM_BEARER_TOKEN_FILE',
  'GATEWAY_CONFIG',
  REQUEST_LOG_DAYS_SETTING.variable,
  ASYNC_RESULT_HOURS_SETTING.variable,
  ...Object.values(LIMIT_SETTINGS).map((setting) => setting.variable),
];

/** An own property only, so that a name such as `constructor` finds nothing. */
export function variable(env: Environment, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}

/** As if no token were set. */
export function withoutTokens(env: Environment): Environment {
  const tokens = ['SCIM_BEARER_TOKEN', 'ADMIN_TOKEN'].flatMap((name) => [name, `${name}_FILE`]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !tokens.includes(name)));
}

export function readEnvironment(env: Environment, readText: ReadText, report: Report): EnvironmentSettings {
  const read: Read = (name) => variable(env, name);
  const full: Read = (name) => notEmpty(name, read(name), report);
  const scimToken = readToken('SCIM_BEARER_TOKEN', read, readText, report);
  const adminToken = readToken('ADMIN_TOKEN', read, readText, report);
  const share = {
    ...readAddresses(full, report),
    mongodbUri: readMongodbUri(full('MONGODB_URI'), report),
    mongodBinary: full('MONGOD_BINARY') ?? null,
    dataDir: full('DATA_DIR') ?? './data',
    workers: readWorkers(full('WORKERS'), report),
    hasConfigFile: read('GATEWAY_CONFIG') !== undefined,
    adminTokenDigest: adminToken.digest ?? null,
    limits: readLimits(full, report),
    requestLogDays: readNumber(full(REQUEST_LOG_DAYS_SETTING.variable), REQUEST_LOG_DAYS_SETTING, report),
    asyncResultHours: readNumber(
      full(ASYNC_RESULT_HOURS_SETTING.variable),
      ASYNC_RESULT_HOURS_SETTING,
      report,
    ),
    log: {
      level: readChoice('LOG_LEVEL', full('LOG_LEVEL'), LOG_LEVELS, report) ?? 'info',
      format: readChoice('LOG_FORMAT', full('LOG_FORMAT'), LOG_FORMATS, report) ?? null,
    },
  };
  return { share, configFile: full('GATEWAY_CONFIG'), scimToken };
}

/** `allowed` are names that the JSON file refers to: a token may live in any variable. */
export function reportUnknownNames(env: Environment, allowed: ReadonlySet<string>, report: Report): void {
  for (const name of Object.keys(env).sort()) {
    if (env[name] === undefined || !/^(SCIM|GATEWAY)_/i.test(name)) continue;
    if (OWN_NAMES.includes(name) || allowed.has(name)) continue;
    report(
      `${quote(name)} is not a variable of this gateway; did you mean ${nearestName(name, OWN_NAMES) ?? ''}?`,
    );
  }
}

/** Empty is not absent: it is what a forgotten value in a compose file looks like. */
function notEmpty(name: string, text: string | undefined, report: Report): string | undefined {
  if (text === undefined || text.trim() !== '') return text;
  report(`${name} is empty; give it a value or remove it.`);
  return undefined;
}

function readAddresses(full: Read, report: Report): Pick<Config, 'listen' | 'publicUrl'> {
  const host = readHost(full('HOST'), report);
  const port = readNumber(full(PORT_SETTING.variable), PORT_SETTING, report);
  const given = readPublicUrl(full('PUBLIC_URL'), report);
  return { listen: { host, port }, publicUrl: given ?? (port === 0 ? null : publicUrlOf(host, port)) };
}

function readHost(text: string | undefined, report: Report): string {
  if (text === undefined) return '127.0.0.1';
  if (/^[A-Za-z0-9._:%-]+$/.test(text)) return text;
  report(`HOST is ${quote(text)}; it must be a host name or an IP address such as 127.0.0.1 or ::.`);
  return '127.0.0.1';
}

/** The value is never repeated: it usually holds a password. */
function readMongodbUri(text: string | undefined, report: Report): string | null {
  if (text === undefined || /^mongodb(\+srv)?:\/\/[^\s/]\S*$/.test(text)) return text ?? null;
  report('MONGODB_URI must begin with mongodb:// or mongodb+srv:// followed by a host, and hold no spaces.');
  return null;
}

function readChoice<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
  report: Report,
): T | undefined {
  const choice = choices.find((candidate) => candidate === text);
  if (text !== undefined && choice === undefined)
    report(`${name} is ${quote(text)}; possible values: ${quoteAll(choices)}.`);
  return choice;
}

/** NAME itself or NAME_FILE, since containers mount secrets as files. */
function readToken(
  name: string,
  read: Read,
  readText: ReadText,
  report: Report,
): EnvironmentSettings['scimToken'] {
  const text = read(name);
  const path = notEmpty(`${name}_FILE`, read(`${name}_FILE`), report);
  if (text !== undefined && path !== undefined)
    report(`${name} and ${name}_FILE are both set; set one of them.`);
  const given = text !== undefined || read(`${name}_FILE`) !== undefined;
  if (text !== undefined) return { given, digest: digestOf(text, name, report) };
  return {
    given,
    digest: path === undefined ? undefined : digestOfFile(path, readText, `${name}_FILE`, report),
  };
}
