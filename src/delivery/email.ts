// Sends notices by e-mail, several in one message, and says what came of it; keeps nothing.

import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { NoticeTarget } from '../directory/alert-words';
import { momentWords } from '../directory/moment-words';
import type { Notice, NoticeFailure, NoticeSender } from '../directory/notice';
import type { Pace } from './pace';

interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly plain: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

interface EmailOptions {
  readonly target: NoticeTarget;
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
  readonly pace: Pick<Pace, 'pushTimeoutMs'>;
}

const NOTICES_MAX = 50;

export function emailSender({ target, server, from, to, pace }: EmailOptions): NoticeSender {
  return {
    target,
    to: to.join(', '),
    batch: NOTICES_MAX,
    async send(notices) {
      const transport = createTransport(transportOptions(server, pace));
      try {
        await transport.sendMail({
          from,
          to: [...to],
          messageId: messageId(notices, from),
          subject: subjectOf(notices),
          text: textOf(notices),
          // RFC 3834 §5: no robot answers it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        // Where the server takes only some of the addresses, those have it: sent again they would have it twice.
        return null;
      } catch (error) {
        return failureOf(error);
      } finally {
        transport.close();
      }
    },
  };
}

function transportOptions(
  { host, port, secure, plain, user, password }: MailServer,
  { pushTimeoutMs }: Pick<Pace, 'pushTimeoutMs'>,
) {
  return {
    host,
    port,
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    tls: { minVersion: 'TLSv1.2' as const },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    dnsTimeout: pushTimeoutMs,
    connectionTimeout: pushTimeoutMs,
    greetingTimeout: pushTimeoutMs,
    socketTimeout: pushTimeoutMs,
  };
}

/** The same at every try with the same notices. */
function messageId(notices: readonly Notice[], from: string): string {
  const digest = createHash('sha256').update(notices.map(({ id }) => id).join('\n'));
  return `<${digest.digest('hex').slice(0, 32)}@${from.split('@')[1] ?? 'localhost'}>`;
}

/** Without anybody's name: subjects are shown on locked screens. */
function subjectOf(notices: readonly Notice[]): string {
  const [first] = notices;
  if (first === undefined) return '';
  const what = notices.length === 1 ? first.title : `${notices.length} alerts`;
  return `[iManage provisioning] ${first.customer.name}: ${what}`;
}

function textOf(notices: readonly Notice[]): string {
  const parts = notices.map(
    ({ title, at, message, remedy }) =>
      `${title} (${momentWords(at)})\n\n${message}\n\nWhat to do: ${remedy}\n`,
  );
  const [first] = notices;
  return `${parts.join('\n----\n\n')}\n${first?.customer.name ?? ''}: ${first?.url ?? ''}\n`;
}

/** By what nodemailer calls it; what a server says may repeat addresses, never more than a line of it is kept. */
function failureOf(error: unknown): NoticeFailure {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const why = WHYS[String(code)] ?? 'the message was not sent';
  return {
    why: typeof responseCode === 'number' ? `${why} (the mail server answered ${responseCode})` : why,
  };
}

const WHYS: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server does not accept the user name and password',
  ECONNECTION: 'the mail server cannot be reached',
  ECONNREFUSED: 'the mail server cannot be reached',
  ESOCKET: 'the connection to the mail server failed; its certificate must be valid for its name',
  EDNS: 'the name of the mail server is not known',
  ETLS: 'the mail server offers no TLS, and nothing is sent without',
  ETIMEDOUT: 'the mail server did not answer in time',
  EENVELOPE: 'the mail server does not take the sender or the addresses',
  EMESSAGE: 'the mail server did not take the message',
};
