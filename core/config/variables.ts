import { z } from 'zod';
import { isIban } from '../payments/iban.ts';
import { readClamdAddress, type ClamdAddress } from './clamd-address.ts';
import { address, key, oneOf, text, wholeNumber, yesOrNo, type Variable } from './variable.ts';

/** Every variable that the application knows, in the order of the documents. */
export const variables = {
  NODE_ENV: plain(
    'What this installation is for. `production` refuses demo keys and the demo city, and demands keys of its own.',
    'development',
    oneOf(['development', 'test', 'production']),
  ),
  HOST: plain('Network address that the portal listens on.', '127.0.0.1', text({ max: 255 })),
  PORT: plain('Port of the portal; 0 takes any free one.', '3000', wholeNumber(0, 65_535)),
  PUBLIC_URL: plain(
    'Address of the portal as citizens type it; goes into mails, letters and the return from the payment page. Demanded in production, there with https.',
    '`http://HOST:PORT`',
    address('http:', 'https:'),
  ),
  TRUSTED_PROXIES: plain(
    'How many reverse proxies stand before the portal and say who the caller is (`X-Forwarded-For`).',
    '0',
    wholeNumber(0, 10),
  ),
  DATA_DIR: plain(
    'Folder for what must outlive a restart: the embedded database, in development also the keys.',
    '.data',
    text(),
  ),
  DATABASE_URL: secret(
    'PostgreSQL 15 or later to use instead of the embedded one: `postgres://user:password@host:5432/database`.',
    'none: the embedded PostgreSQL',
    address('postgres:', 'postgresql:'),
  ),
  ENGINE: plain('Which engine runs the processes: `embedded`.', 'embedded', engine()),
  LOG_LEVEL: plain(
    'From which weight on messages are logged.',
    'info',
    oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  ),
  MASTER_KEY: secret(
    'Wraps the data keys of all cases: 32 bytes in base64 (`openssl rand -base64 32`). Whoever loses it loses every case. Demanded in production.',
    'none: made at the first start and kept in DATA_DIR',
    key(32),
  ),
  SESSION_SECRET: secret(
    "Signs the browsers' sessions: at least 32 characters. Demanded in production.",
    'none: made at the first start and kept in DATA_DIR',
    text({ min: 32 }),
  ),
  OPERATOR_LINK: plain(
    'Whether the start prints a one-time link to the page of the operator.',
    '`true`, in production `false`',
    yesOrNo(),
  ),
  DEMO: plain(
    'Whether the demo city is started: payment service, mailbox, library, registers and identity provider for trying out. What is set below goes before its addresses. Refused in production.',
    '`true`, in production `false`',
    yesOrNo(),
  ),
  PAYMENT_URL: plain(
    'Base address of the payment service (XBezahldienste 1.0). Together with the other four `PAYMENT_` variables, or none of them.',
    'none: no payment',
    address('http:', 'https:'),
  ),
  PAYMENT_ORIGINATOR_ID: plain('Online service at the payment service.', 'none', paymentId()),
  PAYMENT_ENDPOINT_ID: plain('Cash desk at the payment service.', 'none', paymentId()),
  PAYMENT_TOKEN_URL: plain(
    'Where the payment service hands out access tokens (OAuth 2.0 client credentials).',
    '`PAYMENT_URL/auth/token`',
    address('http:', 'https:'),
  ),
  PAYMENT_CLIENT_ID: plain('OAuth 2.0 client at the payment service.', 'none', text()),
  PAYMENT_CLIENT_SECRET: secret('Secret of that client.', 'none', text()),
  TREASURY_ACCOUNT_NAME: plain(
    'Holder of the account from which refunds are transferred, such as `Stadt Musterstadt, Kasse`. Together with TREASURY_ACCOUNT_IBAN, or neither: then the treasury gets the record of a transfer and makes it by hand.',
    'none: no transfer orders (pain.001)',
    text({ max: 70 }),
  ),
  TREASURY_ACCOUNT_IBAN: plain('IBAN of that account.', 'none', iban()),
  TREASURY_ACCOUNT_BIC: plain(
    'BIC of that account, where the bank demands it.',
    'none',
    z.string().regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, {
      error: 'must be a BIC of 8 or 11 characters',
    }),
  ),
  SMTP_URL: secret(
    'Mail server: `smtp://user:password@host:587` or `smtps://…`.',
    'none: no mail',
    address('smtp:', 'smtps:'),
  ),
  MAIL_FROM: plain(
    'Sender of all mail, such as `Stadt Musterstadt <portal@stadt.example>`. Demanded in production when SMTP_URL is set.',
    '`Amtsweg <amtsweg@localhost>`',
    z.string().regex(/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
      error: 'must be a mail address, with or without a name before it',
    }),
  ),
  LIBRARY_URL: plain(
    "Base address of the library's system. Together with LIBRARY_TOKEN, or neither.",
    'none: no library',
    address('http:', 'https:'),
  ),
  LIBRARY_TOKEN: secret("Access token for the library's system.", 'none', text()),
  POPULATION_REGISTER_URL: plain(
    'Base address of the population register. Together with POPULATION_REGISTER_TOKEN, or neither.',
    'none: nobody is looked up',
    address('http:', 'https:'),
  ),
  POPULATION_REGISTER_TOKEN: secret('Access token for the population register.', 'none', text()),
  VEHICLE_REGISTER_URL: plain(
    'Base address of the vehicle register. Together with VEHICLE_REGISTER_TOKEN, or neither.',
    'none: no vehicle is looked up',
    address('http:', 'https:'),
  ),
  VEHICLE_REGISTER_TOKEN: secret('Access token for the vehicle register.', 'none', text()),
  IDENTITY_ISSUER: plain(
    'Issuer of the identity provider for persons (OpenID Connect; docs/identity.md). Together with the other two `IDENTITY_` variables, or none of them.',
    'none: nobody signs in',
    address('http:', 'https:'),
  ),
  IDENTITY_CLIENT_ID: plain('Client at this provider.', 'none', text()),
  IDENTITY_CLIENT_SECRET: secret('Secret of that client.', 'none', text()),
  STAFF_IDENTITY_ISSUER: plain(
    'Issuer of the identity provider for staff (OpenID Connect; docs/identity.md). Together with the other two `STAFF_IDENTITY_` variables, or none of them.',
    'none: no staff signs in',
    address('http:', 'https:'),
  ),
  STAFF_IDENTITY_CLIENT_ID: plain('Client at this provider.', 'none', text()),
  STAFF_IDENTITY_CLIENT_SECRET: secret('Secret of that client.', 'none', text()),
  DMS_URL: plain(
    'Address of the service document of the document management system (CMIS 1.1, browser binding). Together with the next three, or none of them.',
    'none: nothing is filed',
    address('http:', 'https:'),
  ),
  DMS_USER: plain('User at the document management system (Basic authentication).', 'none', text()),
  DMS_PASSWORD: secret('Password of that user.', 'none', text()),
  DMS_REPOSITORY: plain('Id of the repository, as the service document names it.', 'none', text()),
  DMS_ROOT: plain(
    'Folder of the repository in which the entries of the filing plan lie, such as `/Aktenplan`.',
    '`/`',
    folderPath(),
  ),
  TRANSFER_DIR: plain(
    'Folder for the hand-over of cases, with a folder for each receiver in it that bears its name and is made by the operator. Receivers collect from there and put their receipts beside.',
    'none: no case is handed over',
    text(),
  ),
  CLAMD: plain(
    "ClamAV's daemon, which looks at every upload before it is kept: `tcp://host:3310` or `unix:/path/to/clamd.sock`.",
    'none: uploads are kept without a virus scan',
    clamd(),
  ),
  JAVA_HOME: plain(
    'Java for `npm run engine:camunda7` and `npm run engine:camunda8`, the real engines in development (docs/operations.md).',
    'none: the first that suits of those installed',
    text(),
  ),
};

export type VariableName = keyof typeof variables;

function plain<T>(doc: string, standard: string, schema: z.ZodType<T, string>): Variable<T> {
  return { doc, default: standard, secret: false, schema };
}

function secret<T>(doc: string, standard: string, schema: z.ZodType<T, string>): Variable<T> {
  return { doc, default: standard, secret: true, schema };
}

function paymentId(): z.ZodType<string, string> {
  return z.string().regex(/^[\w-]{1,36}$/, {
    error: 'must be 1 to 36 letters, digits, underscores or hyphens (XBezahldienste 1.0)',
  });
}

function iban(): z.ZodType<string, string> {
  return z
    .string()
    .transform((value) => value.replace(/\s+/g, '').toUpperCase())
    .refine(isIban, { error: 'must be an IBAN; its check digits are checked' });
}

function folderPath(): z.ZodType<string, string> {
  return z.string().regex(/^\/([^/]+(\/[^/]+)*)?$/, {
    error: 'must be a path that starts with / and does not end with one',
  });
}

function clamd(): z.ZodType<ClamdAddress, string> {
  return z.string().transform((value, context) => {
    const found = readClamdAddress(value);
    if (found) return found;
    context.addIssue('must be tcp://host:port or unix:/absolute/path');
    return z.NEVER;
  });
}

function engine(): z.ZodType<'embedded', string> {
  return z.string().transform((value, context) => {
    if (value === 'embedded') return value;
    const later = value === 'camunda7' || value === 'camunda8';
    context.addIssue(later ? `${value} comes later; embedded runs now` : 'must be embedded');
    return z.NEVER;
  });
}
