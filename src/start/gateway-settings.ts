// The configuration in effect as rows for admins: each setting with its meaning and where it is set; a secret never. Knows no database.

import type { GatewaySetting, SettingGroup } from '../admin/gateway-facts';
import type { Config, LimitsConfig, NoticesConfig } from '../config/config';
import {
  ASYNC_RESULT_HOURS_SETTING,
  LIMIT_SETTINGS,
  REQUEST_LOG_DAYS_SETTING,
  type NumberSetting,
} from '../config/number-settings';

interface Place {
  readonly customer: string;
  /** As it is, derived where none is given. */
  readonly publicUrl: string;
}

export function gatewaySettings(config: Config, { customer, publicUrl }: Place): readonly SettingGroup[] {
  return [
    { title: 'Addresses', settings: addresses(config, publicUrl) },
    { title: 'Limits', settings: limits(config.limits) },
    { title: 'What is kept', settings: retention(config) },
    { title: 'Sign-in to this console', settings: signIn(config) },
    { title: 'Alerts and notices', settings: notices(config, customer) },
  ];
}

function addresses(
  { publicUrl: given, listen, mongodbUri, workers }: Config,
  publicUrl: string,
): readonly GatewaySetting[] {
  return [
    setting('Public URL', publicUrl, 'PUBLIC_URL', {
      meaning: 'The address under which identity providers and browsers reach the gateway.',
      isDefault: given === null,
    }),
    setting('Listening at', `${listen.host}:${listen.port}`, 'HOST, PORT', {
      meaning: 'Where the process itself takes requests; usually a proxy with TLS stands in front.',
      isDefault: listen.host === '127.0.0.1' && listen.port === 8080,
    }),
    setting(
      'Processes',
      workers === 'auto' ? 'one on each core' : workers === 1 ? 'one' : `${workers} workers`,
      'WORKERS',
      { meaning: 'How many processes answer requests, on one port.', isDefault: workers === 1 },
    ),
    setting(
      'Database',
      mongodbUri === null ? 'embedded, on this machine' : 'your own MongoDB',
      'MONGODB_URI',
      {
        meaning: 'Where everything is kept. The address is not shown: it may hold a password.',
        isDefault: mongodbUri === null,
      },
    ),
  ];
}

const LIMIT_WORDS: Readonly<
  Record<keyof LimitsConfig, readonly [name: string, unit: Unit, meaning: string]>
> = {
  bodyBytesMax: ['Body of a request', 'bytes', 'Larger ones are answered 413.'],
  groupBodyBytesMax: [
    'Body of a group',
    'bytes',
    'Larger ones are answered 413; more at once in one process wait (503).',
  ],
  bulkBodyBytesMax: ['Body of a bulk request', 'bytes', 'Larger ones are answered 413.'],
  urlBytesMax: ['URL of a request', 'bytes', 'Longer ones are answered 414.'],
  headerBytesMax: ['Headers of a request', 'bytes', 'Longer ones are answered 431.'],
  filterBytesMax: ['Filter of a search', 'bytes', 'Longer ones are answered 400.'],
  jsonDepthMax: ['Nesting of JSON', 'levels', 'Deeper bodies are answered 400.'],
  operationsMax: ['Operations of one request', 'operations', 'More are answered 413.'],
  pageSizeMax: ['Largest page of a list', 'resources', 'Clients that ask for more get this many.'],
  pageSizeDefault: ['Page of a list', 'resources', 'What clients get that ask for no number.'],
  cursorSeconds: ['Life of a cursor', 'seconds', 'How long a client may take between two pages.'],
  requestsPerSecond: [
    'Requests a second',
    'requests',
    'What one connection may send steadily; disables have as much again.',
  ],
  requestBurst: [
    'Further requests in a minute',
    'requests',
    'What one connection may send besides, in any minute.',
  ],
};

type Unit = 'bytes' | 'levels' | 'operations' | 'resources' | 'seconds' | 'requests' | 'days' | 'hours';

function limits(values: LimitsConfig): readonly GatewaySetting[] {
  return (Object.keys(LIMIT_WORDS) as (keyof LimitsConfig)[]).map((key) => {
    const [name, unit, meaning] = LIMIT_WORDS[key];
    return numbered(name, values[key], LIMIT_SETTINGS[key], { unit, meaning });
  });
}

function retention({ requestLogDays, asyncResultHours }: Config): readonly GatewaySetting[] {
  return [
    numbered('Request log', requestLogDays, REQUEST_LOG_DAYS_SETTING, {
      unit: 'days',
      meaning: 'How long requests and refusals are kept; what was changed is kept for good.',
    }),
    numbered('Outcome of an asynchronous request', asyncResultHours, ASYNC_RESULT_HOURS_SETTING, {
      unit: 'hours',
      meaning: 'How long it can be asked for.',
    }),
  ];
}

function signIn({ adminTokenDigest, adminOidc }: Config): readonly GatewaySetting[] {
  return [
    setting('Admin token', adminTokenDigest === null ? 'none' : 'set', 'ADMIN_TOKEN, ADMIN_TOKEN_FILE', {
      meaning: 'Whoever has it may do everything here, for every customer.',
      isDefault: false,
    }),
    setting(
      'Identity provider',
      adminOidc === null ? 'none' : `${adminOidc.label} (${adminOidc.issuer})`,
      'admin.oidc',
      {
        meaning: 'Where admins sign in under their own name, with roles by the claims of their account.',
        isDefault: adminOidc === null,
        from: 'file',
      },
    ),
  ];
}

function notices({ notices: places, customers }: Config, customer: string): readonly GatewaySetting[] {
  const minutes = customers.find(({ id }) => id === customer)?.alerts.incompleteMinutes ?? 60;
  const [ofGateway, ofCustomer] = [null, customer].map((id) => places.find((place) => place.customer === id));
  return [
    ...noticeRows('of the gateway', 'notices', ofGateway),
    ...noticeRows('of this customer', `customers[…].notices`, ofCustomer),
    setting('Incomplete people', `${minutes} minutes`, 'customers[…].alerts.incompleteMinutes', {
      meaning:
        'How long somebody may be incomplete, so that iManage cannot hold them, before an alert says so.',
      isDefault: minutes === 60,
      from: 'file',
    }),
  ];
}

/** Of a webhook no more than the host: its path is often as good as a password. */
function noticeRows(
  whose: string,
  where: string,
  place: NoticesConfig | undefined,
): readonly GatewaySetting[] {
  const webhook = place?.webhook ?? null;
  const email = place?.email ?? null;
  return [
    setting(
      `Webhook ${whose}`,
      webhook === null ? 'none' : `${new URL(webhook.url).origin}/…`,
      `${where}.webhook`,
      {
        meaning: 'Alerts are posted there, signed after Standard Webhooks.',
        isDefault: webhook === null,
        from: 'file',
      },
    ),
    setting(
      `E-mail ${whose}`,
      email === null ? 'none' : `${email.to.join(', ')} through ${email.server.host}`,
      `${where}.email`,
      { meaning: 'Alerts are sent to these addresses.', isDefault: email === null, from: 'file' },
    ),
  ];
}

function numbered(
  name: string,
  value: number,
  { variable, default: standard }: NumberSetting,
  { unit, meaning }: { readonly unit: Unit; readonly meaning: string },
): GatewaySetting {
  return setting(name, inUnit(value, unit), variable, { meaning, isDefault: value === standard });
}

const KIB = 1_024;

function inUnit(value: number, unit: Unit): string {
  if (unit !== 'bytes') return `${value} ${unit}`;
  if (value % (KIB * KIB) === 0) return `${value / (KIB * KIB)} MiB`;
  return value % KIB === 0 ? `${value / KIB} KiB` : `${value} bytes`;
}

function setting(
  name: string,
  value: string,
  where: string,
  more: Pick<GatewaySetting, 'meaning' | 'isDefault'> & Partial<Pick<GatewaySetting, 'from'>>,
): GatewaySetting {
  return { name, value, where, from: 'environment', ...more };
}
