import type { ClamdAddress } from './config/clamd-address.ts';
import { checkTogether } from './config/check-together.ts';
import { ConfigError, type ConfigProblem } from './config/config-error.ts';
import { readVariables, type Environment, type Values } from './config/read-variables.ts';

export { ConfigError, type ConfigProblem };

export interface PaymentConfig {
  readonly url: string;
  readonly originatorId: string;
  readonly endpointId: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface MailConfig {
  readonly smtpUrl: string;
  readonly from: string;
}

/** An account of the municipality. */
export interface AccountConfig {
  readonly name: string;
  readonly iban: string;
  readonly bic?: string;
}

/** An API of ours in version 1 with an access token: library, registers. */
export interface TokenApiConfig {
  readonly url: string;
  readonly token: string;
}

/** A client at an identity provider. */
export interface IdentityConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** CMIS 1.1, browser binding. */
export interface DmsConfig {
  /** Of the service document. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly repositoryId: string;
  /** Path of the folder that holds the plan entries. */
  readonly root: string;
}

/** All settings, checked together and frozen. `docs/configuration.md` says what each one means. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly http: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    /** Without a slash at its end; absent: made from the address that the server got. */
    readonly publicUrl: string | undefined;
    readonly trustedProxies: number;
  };
  readonly dataDir: string;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly engine: 'embedded';
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** 32 bytes. Absent only outside production: the key store makes one in `dataDir`. */
  readonly masterKeyBase64: string | undefined;
  /** Absent only outside production: the key store makes one in `dataDir`. */
  readonly sessionSecret: string | undefined;
  readonly operatorLink: boolean;
  /** Start the demo city, and take from it the outside systems that are absent below. */
  readonly demo: boolean;
  readonly mailFrom: string;
  readonly payment: PaymentConfig | undefined;
  /** The account from which refunds are transferred. */
  readonly treasuryAccount: AccountConfig | undefined;
  readonly mail: MailConfig | undefined;
  readonly library: TokenApiConfig | undefined;
  readonly populationRegister: TokenApiConfig | undefined;
  readonly vehicleRegister: TokenApiConfig | undefined;
  readonly identity: IdentityConfig | undefined;
  readonly staffIdentity: IdentityConfig | undefined;
  readonly dms: DmsConfig | undefined;
  /** Holds a folder for each receiver. */
  readonly transferDir: string | undefined;
  readonly clamd: ClamdAddress | undefined;
  /** For the real engines in development. */
  readonly javaHome: string | undefined;
}

/** The only reader of the environment. Throws one `ConfigError` that names all wrong values. */
export function readConfig(env: Environment = process.env): Config {
  const { values, problems } = readVariables(env);
  const all = [...problems, ...checkTogether(values).filter(isNotNamedIn(problems))];
  if (all.length > 0) throw new ConfigError(all);
  return toConfig(values);
}

function toConfig(values: Values): Config {
  const environment = values.NODE_ENV ?? 'development';
  const isProduction = environment === 'production';
  const mailFrom = values.MAIL_FROM ?? 'Amtsweg <amtsweg@localhost>';
  return Object.freeze<Config>({
    environment,
    http: Object.freeze({
      host: values.HOST ?? '127.0.0.1',
      port: values.PORT ?? 3000,
      publicUrl: values.PUBLIC_URL,
      trustedProxies: values.TRUSTED_PROXIES ?? 0,
    }),
    dataDir: values.DATA_DIR ?? '.data',
    databaseUrl: values.DATABASE_URL,
    engine: values.ENGINE ?? 'embedded',
    logLevel: values.LOG_LEVEL ?? 'info',
    masterKeyBase64: values.MASTER_KEY,
    sessionSecret: values.SESSION_SECRET,
    operatorLink: values.OPERATOR_LINK ?? !isProduction,
    demo: values.DEMO ?? !isProduction,
    mailFrom,
    payment: toPayment(values),
    treasuryAccount: toTreasuryAccount(values),
    mail:
      values.SMTP_URL === undefined
        ? undefined
        : Object.freeze({ smtpUrl: values.SMTP_URL, from: mailFrom }),
    library: toTokenApi(values.LIBRARY_URL, values.LIBRARY_TOKEN),
    populationRegister: toTokenApi(
      values.POPULATION_REGISTER_URL,
      values.POPULATION_REGISTER_TOKEN,
    ),
    vehicleRegister: toTokenApi(values.VEHICLE_REGISTER_URL, values.VEHICLE_REGISTER_TOKEN),
    identity: toIdentity(
      values.IDENTITY_ISSUER,
      values.IDENTITY_CLIENT_ID,
      values.IDENTITY_CLIENT_SECRET,
    ),
    staffIdentity: toIdentity(
      values.STAFF_IDENTITY_ISSUER,
      values.STAFF_IDENTITY_CLIENT_ID,
      values.STAFF_IDENTITY_CLIENT_SECRET,
    ),
    dms: toDms(values),
    transferDir: values.TRANSFER_DIR,
    clamd: values.CLAMD,
    javaHome: values.JAVA_HOME,
  });
}

function toTreasuryAccount(values: Values): AccountConfig | undefined {
  const {
    TREASURY_ACCOUNT_NAME: name,
    TREASURY_ACCOUNT_IBAN: iban,
    TREASURY_ACCOUNT_BIC: bic,
  } = values;
  if (name === undefined || iban === undefined) return undefined;
  return Object.freeze({ name, iban, ...(bic === undefined ? {} : { bic }) });
}

/** The group is complete or absent: `checkTogether` saw to it. */
function toPayment(values: Values): PaymentConfig | undefined {
  if (values.PAYMENT_URL === undefined) return undefined;
  return Object.freeze({
    url: values.PAYMENT_URL,
    originatorId: values.PAYMENT_ORIGINATOR_ID ?? '',
    endpointId: values.PAYMENT_ENDPOINT_ID ?? '',
    tokenUrl: values.PAYMENT_TOKEN_URL ?? `${values.PAYMENT_URL}/auth/token`,
    clientId: values.PAYMENT_CLIENT_ID ?? '',
    clientSecret: values.PAYMENT_CLIENT_SECRET ?? '',
  });
}

function toDms(values: Values): DmsConfig | undefined {
  if (values.DMS_URL === undefined) return undefined;
  return Object.freeze({
    url: values.DMS_URL,
    user: values.DMS_USER ?? '',
    password: values.DMS_PASSWORD ?? '',
    repositoryId: values.DMS_REPOSITORY ?? '',
    root: values.DMS_ROOT ?? '/',
  });
}

function toTokenApi(url: string | undefined, token = ''): TokenApiConfig | undefined {
  return url === undefined ? undefined : Object.freeze({ url, token });
}

function toIdentity(
  issuer: string | undefined,
  clientId = '',
  clientSecret = '',
): IdentityConfig | undefined {
  return issuer === undefined ? undefined : Object.freeze({ issuer, clientId, clientSecret });
}

/** A value that is wrong is not also called missing. */
function isNotNamedIn(problems: readonly ConfigProblem[]): (problem: ConfigProblem) => boolean {
  const named = new Set(problems.map(({ variable }) => variable));
  return ({ variable }) => !named.has(variable);
}
