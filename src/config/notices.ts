/** Where alerts are sent: webhook and e-mail of the gateway and of each customer, and the secrets for both. Knows no alert. */
import type { NoticesConfig } from './config';
import { fieldOf, listOf, textOf, type Place } from './document';
import { endpointFlaw, isLoopback } from './endpoint-url';
import { variable, type Environment } from './environment';
import { readFailure, type Report } from './faults';
import type { FileConfig, FileNotices } from './file-schema';
import type { ReadText } from './token';

interface SecretSources {
  readonly env: Environment;
  readonly readText: ReadText;
}

type MailServer = NonNullable<NoticesConfig['email']>['server'];

/** By place, such as `customers[0].notices`: what the environment and files hold. */
export type NoticeSecrets = ReadonlyMap<
  string,
  { readonly webhook: string | undefined; readonly server: MailServer | undefined }
>;

/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = { min: 24, max: 64 };
const SMTP_PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

function placesIn(document: unknown): readonly Place[] {
  const customers = listOf({ path: '', value: document }, 'customers');
  const holders = [{ path: '', value: document }, ...customers];
  return holders.flatMap(({ path, value }) => {
    const notices = fieldOf(value, 'notices');
    return notices === undefined
      ? []
      : [{ path: path === '' ? 'notices' : `${path}.notices`, value: notices }];
  });
}

const secretOf = ({ value }: Place): unknown => fieldOf(fieldOf(value, 'webhook'), 'secret');
const smtpOf = ({ value }: Place): unknown => fieldOf(fieldOf(value, 'email'), 'smtp');

/** Names of environment variables that the file takes secrets of notices from. */
export function noticeVariables(document: unknown): readonly string[] {
  return placesIn(document)
    .flatMap((place) => [textOf(secretOf(place), 'env'), textOf(smtpOf(place), 'env')])
    .filter((name) => name !== undefined);
}

export function checkNotices(document: unknown, report: Report): void {
  for (const { path, value } of placesIn(document)) {
    const url = textOf(fieldOf(value, 'webhook'), 'url');
    const wrong = url === undefined ? undefined : endpointFlaw(url);
    if (wrong === undefined) continue;
    report(
      `GATEWAY_CONFIG: ${path}.webhook.url must be an https:// URL such as https://alerts.example/hook ` +
        `(http:// only for 127.0.0.1, [::1] and localhost); the given value ${wrong}.`,
    );
  }
}

export function readNoticeSecrets(document: unknown, sources: SecretSources, report: Report): NoticeSecrets {
  return new Map(
    placesIn(document).map((place) => {
      const [webhook, smtp] = [
        `GATEWAY_CONFIG: ${place.path}.webhook.secret`,
        `GATEWAY_CONFIG: ${place.path}.email.smtp`,
      ];
      const secret = readSecret(secretOf(place), webhook, sources, report);
      const server = readSecret(smtpOf(place), smtp, sources, report);
      return [
        place.path,
        {
          webhook: secret === undefined ? undefined : webhookSecret(secret, webhook, report),
          server: server === undefined ? undefined : mailServer(server, smtp, report),
        },
      ];
    }),
  );
}

function readSecret(
  source: unknown,
  place: string,
  { env, readText }: SecretSources,
  report: Report,
): string | undefined {
  const [name, file] = [textOf(source, 'env'), textOf(source, 'file')];
  if (name !== undefined) {
    const text = variable(env, name);
    if (text === undefined) report(`${place}.env names an environment variable that is not set.`);
    return text;
  }
  if (file === undefined || file === '') return undefined;
  try {
    return readText(file).trim();
  } catch (error) {
    report(`${place}.file: the file cannot be read: ${readFailure(error)}.`);
    return undefined;
  }
}

function webhookSecret(text: string, place: string, report: Report): string | undefined {
  const base64 = text.replace(/^whsec_/, '');
  const { length } = Buffer.from(base64, 'base64');
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64);
  if (isBase64 && length >= SECRET_BYTES.min && length <= SECRET_BYTES.max) return text;
  report(
    `${place} must be "whsec_" and ${SECRET_BYTES.min} to ${SECRET_BYTES.max} random bytes in base64 (make one with: ` +
      "node -p \"'whsec_' + crypto.randomBytes(32).toString('base64')\").",
  );
  return undefined;
}

/** The value is never repeated: it usually holds a password. */
function mailServer(text: string, place: string, report: Report): MailServer | undefined {
  const url = /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const port = SMTP_PORTS[url?.protocol ?? ''];
  const isBare = url?.search === '' && url.hash === '' && /^\/?$/.test(url.pathname);
  if (url === undefined || port === undefined || !isBare) {
    report(
      `${place} must be smtps://USER:PASSWORD@HOST:PORT or smtp://USER:PASSWORD@HOST:PORT and nothing behind it, with ` +
        'characters such as @ : / in user name and password written as %40 %3A %2F.',
    );
    return undefined;
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? port : Number(url.port),
    secure,
    // STARTTLS, or nothing is sent; a server on this machine needs none.
    plain: !secure && isLoopback(url.hostname),
    user: decoded(url.username),
    password: decoded(url.password),
  };
}

function decoded(text: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Places that say nothing are left out. */
export function buildNotices(file: FileConfig, secrets: NoticeSecrets): readonly NoticesConfig[] {
  return [
    ...noticesOf(null, file.notices, secrets.get('notices')),
    ...file.customers.flatMap(({ id, notices }, index) =>
      noticesOf(id, notices, secrets.get(`customers[${index}].notices`)),
    ),
  ];
}

function noticesOf(
  customer: string | null,
  notices: FileNotices | undefined,
  secrets: ReturnType<NoticeSecrets['get']>,
): readonly NoticesConfig[] {
  if (notices === undefined || secrets === undefined) return [];
  const { webhook, email } = notices;
  return [
    {
      customer,
      webhook:
        webhook === undefined || secrets.webhook === undefined
          ? null
          : { url: webhook.url, secret: secrets.webhook },
      email:
        email === undefined || secrets.server === undefined
          ? null
          : { from: email.from, to: email.to, server: secrets.server },
    },
  ];
}
