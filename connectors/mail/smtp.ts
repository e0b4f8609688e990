import { createTransport } from 'nodemailer';
import type { Clock } from '../../core/clock.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import type { Mail, MailPort } from './port.ts';
import { toSmtpError } from './smtp-errors.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:587` (STARTTLS when offered) or `smtps://…`. */
  readonly smtpUrl: string;
  /** Such as `Stadt Musterstadt <portal@stadt.example>`. */
  readonly from: string;
  readonly timeoutMs: number;
}

/**
 * Mail by SMTP. Repeating is harmless but for a second copy, which carries the same Message-ID:
 * `<key@domain of the sender>`.
 */
export function makeSmtp(settings: SmtpSettings, clock: Clock): MailPort {
  const transport = makeTransport(settings);
  const domain = /@([^@>\s]+)>?\s*$/.exec(settings.from)?.[1] ?? 'localhost';
  return {
    check: () => checkByCall('mail server', () => verify(transport)),
    async send(mail) {
      checkMail(mail);
      try {
        const sent = await transport.sendMail({
          ...content(mail),
          from: settings.from,
          messageId: `<${mail.messageKey}@${domain}>`,
          date: new Date(clock.now()),
          signal: AbortSignal.timeout(settings.timeoutMs),
        });
        return { accepted: sent.accepted.length === 1 };
      } catch (error) {
        throw toSmtpError(error);
      }
    },
  };
}

function makeTransport({ smtpUrl, timeoutMs }: SmtpSettings) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const pass = decodeURIComponent(url.password);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return createTransport({
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    // A password never crosses the network in the clear, not even when somebody cuts STARTTLS out.
    requireTLS: !secure && user !== '' && !isThisMachine(host),
    ...(user ? { auth: { user, pass } } : {}),
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Nothing in a mail may make us read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function content(mail: Mail) {
  return {
    // As an object, so that a comma or a line break cannot add recipients.
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    // RFC 3834, section 5: no automatic reply, please.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

async function verify(transport: ReturnType<typeof makeTransport>): Promise<void> {
  try {
    await transport.verify();
  } catch (error) {
    throw toSmtpError(error);
  }
}

function checkMail(mail: Mail): void {
  if (!/^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]{1,255}$/u.test(mail.to)) {
    throw new ConnectorError('rejected', 'invalid-address', 'not a mail address');
  }
  if (!/^[\w.-]{1,200}$/.test(mail.messageKey)) {
    throw new ConnectorError('rejected', 'invalid-key', 'the key does not fit a Message-ID');
  }
}
