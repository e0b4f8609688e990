import { Sequelize } from 'sequelize';
import type {
  BundleRepository,
  CaseRepository,
  DraftRepository,
  EffectRepository,
  EngineCommandRepository,
  PaymentRepository,
} from '../core/cases/repositories.ts';
import type { IssuedDocumentRepository } from '../core/issued/issued-document.ts';
import type { PlateLookups } from '../core/issued/plate-lookups.ts';
import type { StaffDirectory } from '../core/access/staff-directory.ts';
import type { SessionRepository } from '../core/access/session-repository.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { lastingPg } from './lasting-client.ts';
import type { AuditAnchors } from './audit/anchor.ts';
import { makeAuditAnchors } from './audit/anchor.ts';
import { makeBundleRepository } from './bundles.ts';
import { makeCaseRepository } from './cases/cases.ts';
import { findCaseIdsByEmail } from './cases/search.ts';
import { makeCommandSignal } from './commands/command-signal.ts';
import { makeCommandRepository } from './commands/commands.ts';
import type { PgSettings } from './connection.ts';
import { pgSettings } from './connection.ts';
import type { Keys } from './crypto/keys.ts';
import { makeDraftRepository } from './drafts.ts';
import { makeEffectRepository } from './effects.ts';
import { migrations } from './migrations/index.ts';
import { migrate } from './migrations/migrate.ts';
import { defineModels } from './models/index.ts';
import { makeIssuedDocuments } from './issued/issued-documents.ts';
import { makePlateLookups } from './issued/plate-lookups.ts';
import { makePaymentRepository } from './payments.ts';
import { rewrapKeys } from './rewrap-keys.ts';
import { makeSessionRepository } from './sessions.ts';
import { makeStaffDirectory } from './staff-directory.ts';
import type { StoreContext } from './store-context.ts';

export interface StoreOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  /** Connections for the case file; default 10. The engine has its own pool. */
  readonly poolSize?: number;
}

export interface Store {
  readonly drafts: DraftRepository;
  readonly cases: CaseRepository;
  readonly commands: EngineCommandRepository;
  readonly effects: EffectRepository;
  readonly payments: PaymentRepository;
  readonly issued: IssuedDocumentRepository;
  readonly plateLookups: PlateLookups;
  readonly bundles: BundleRepository;
  readonly sessions: SessionRepository;
  readonly staffDirectory: StaffDirectory;
  readonly audit: AuditAnchors;
  /** How others reach the same database with `pg`. */
  readonly pgSettings: PgSettings;
  findCaseIdsByEmail(email: string): Promise<string[]>;
  rewrapKeys(): Promise<number>;
  /** Names of the migrations that were run. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

const DEFAULT_POOL_SIZE = 10;

/** Connects at the first use, not here. */
export function openStore(options: StoreOptions): Store {
  const { databaseUrl, keys, clock, log } = options;
  const sequelize = new Sequelize(databaseUrl, {
    dialect: 'postgres',
    dialectModule: lastingPg,
    logging: false,
    pool: { max: options.poolSize ?? DEFAULT_POOL_SIZE },
    dialectOptions: { ...settingsForSequelize(databaseUrl) },
  });
  const newCommands = makeCommandSignal(pgSettings(databaseUrl, 'listener'), log);
  const context: StoreContext = {
    sequelize,
    models: defineModels(sequelize),
    keys,
    clock,
    log,
    newCommands,
  };
  return {
    drafts: makeDraftRepository(context),
    cases: makeCaseRepository(context),
    commands: makeCommandRepository(context),
    effects: makeEffectRepository(context),
    payments: makePaymentRepository(context),
    issued: makeIssuedDocuments(context),
    plateLookups: makePlateLookups(context),
    bundles: makeBundleRepository(context),
    sessions: makeSessionRepository(context),
    staffDirectory: makeStaffDirectory(context),
    audit: makeAuditAnchors(context),
    pgSettings: pgSettings(databaseUrl, 'engine'),
    findCaseIdsByEmail: (email) => findCaseIdsByEmail(context, email),
    rewrapKeys: () => rewrapKeys(context),
    migrate: () => migrate(sequelize, migrations, clock),
    async close() {
      await newCommands.close();
      await sequelize.close();
    },
  };
}

/** Sequelize keeps a connection whose answer it no longer waits for: the database's limit alone. */
function settingsForSequelize(databaseUrl: string): Partial<PgSettings> {
  const { connectionString: _, query_timeout: __, ...rest } = pgSettings(databaseUrl, 'case file');
  return rest;
}
