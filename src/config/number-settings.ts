/** Every setting that is a whole number, in one table: variable, default, bounds. Knows nothing of who uses them. */
import type { LimitsConfig } from './config';
import { quote, type Report } from './faults';

export interface NumberSetting {
  readonly variable: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

const limit = (name: string, standard: number, max: number): NumberSetting => ({
  variable: `GATEWAY_LIMIT_${name}`,
  default: standard,
  min: 1,
  max,
});

export const LIMIT_SETTINGS: Readonly<Record<keyof LimitsConfig, NumberSetting>> = {
  bodyBytesMax: limit('BODY_BYTES', MIB, 64 * MIB),
  // Read as it arrives: a group of a million, as connectors write its members, has 70 to 130 MB.
  groupBodyBytesMax: limit('GROUP_BODY_BYTES', 128 * MIB, 256 * MIB),
  // Held whole, so it takes a multiple of its size.
  bulkBodyBytesMax: limit('BULK_BODY_BYTES', 32 * MIB, 256 * MIB),
  urlBytesMax: limit('URL_BYTES', 8 * KIB, 64 * KIB),
  headerBytesMax: limit('HEADER_BYTES', 16 * KIB, 128 * KIB),
  filterBytesMax: limit('FILTER_BYTES', 8 * KIB, 64 * KIB),
  jsonDepthMax: limit('JSON_DEPTH', 32, 256),
  operationsMax: limit('OPERATIONS', 1_000, 10_000),
  pageSizeMax: limit('PAGE_MAX', 1_000, 10_000),
  pageSizeDefault: limit('PAGE_DEFAULT', 100, 10_000),
  cursorSeconds: limit('CURSOR_SECONDS', 3_600, 604_800),
  // Entra sends up to 25 requests a second and takes a refusal for a fault of the application.
  requestsPerSecond: { ...limit('REQUESTS_PER_SECOND', 50, 100_000), min: 25 },
  requestBurst: { ...limit('REQUEST_BURST', 3_000, 1_000_000), min: 0 },
};

export const PORT_SETTING: NumberSetting = { variable: 'PORT', default: 8080, min: 0, max: 65_535 };

/** Each takes memory and connections to the database; more than cores help nobody. */
const WORKERS_SETTING: NumberSetting = { variable: 'WORKERS', default: 1, min: 1, max: 64 };

export const REQUEST_LOG_DAYS_SETTING: NumberSetting = {
  variable: 'GATEWAY_REQUEST_LOG_DAYS',
  default: 30,
  min: 1,
  max: 3_650,
};

export const ASYNC_RESULT_HOURS_SETTING: NumberSetting = {
  variable: 'GATEWAY_ASYNC_RESULT_HOURS',
  default: 24,
  min: 1,
  max: 8_760,
};

/** The number that `text` says, or the default; a fault also answers the default so that checking can go on. */
export function readNumber(text: string | undefined, setting: NumberSetting, report: Report): number {
  return readNumberOr(text, setting, '', report);
}

/** @param instead what may stand in place of a number, as the fault says it */
function readNumberOr(
  text: string | undefined,
  setting: NumberSetting,
  instead: string,
  report: Report,
): number {
  if (text === undefined) return setting.default;
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= setting.min && value <= setting.max) return value;
  const { variable, min, max } = setting;
  report(
    `${variable} is ${quote(text)}; it must be a whole number from ${min} to ${max}${instead} (default ${setting.default}).`,
  );
  return setting.default;
}

export function readWorkers(text: string | undefined, report: Report): number | 'auto' {
  if (text === 'auto') return text;
  return readNumberOr(text, WORKERS_SETTING, ', or "auto" for one on each core', report);
}

/** All limits. A page default above the page maximum contradicts it, unless the default was not asked for. */
export function readLimits(read: (name: string) => string | undefined, report: Report): LimitsConfig {
  const of = (name: keyof LimitsConfig): number =>
    readNumber(read(LIMIT_SETTINGS[name].variable), LIMIT_SETTINGS[name], report);
  const limits = {
    bodyBytesMax: of('bodyBytesMax'),
    groupBodyBytesMax: of('groupBodyBytesMax'),
    bulkBodyBytesMax: of('bulkBodyBytesMax'),
    urlBytesMax: of('urlBytesMax'),
    headerBytesMax: of('headerBytesMax'),
    filterBytesMax: of('filterBytesMax'),
    jsonDepthMax: of('jsonDepthMax'),
    operationsMax: of('operationsMax'),
    pageSizeMax: of('pageSizeMax'),
    pageSizeDefault: of('pageSizeDefault'),
    cursorSeconds: of('cursorSeconds'),
    requestsPerSecond: of('requestsPerSecond'),
    requestBurst: of('requestBurst'),
  };
  const { pageSizeDefault: asked, pageSizeMax: most } = limits;
  const { pageSizeDefault, pageSizeMax } = LIMIT_SETTINGS;
  if (asked <= most) return limits;
  if (read(pageSizeDefault.variable) === undefined) return { ...limits, pageSizeDefault: most };
  report(`${pageSizeDefault.variable} is ${asked}, which is more than ${pageSizeMax.variable} (${most}).`);
  return limits;
}
