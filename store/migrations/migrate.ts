import type { Sequelize, Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import type { UmzugStorage } from 'umzug';
import { Umzug } from 'umzug';
import type { Clock } from '../../core/clock.ts';
import type { Migration } from './migration.ts';

/** Any number, the same in every process: who migrates holds it. */
const MIGRATION_LOCK = 7_302_115_001;

/**
 * Brings the database to the shape of this version: all that is missing in one transaction, or
 * nothing. A second process waits for the first and then finds nothing to do.
 * @returns names of the migrations that were run
 */
export async function migrate(
  sequelize: Sequelize,
  migrations: readonly Migration[],
  clock: Clock,
): Promise<string[]> {
  return sequelize.transaction(async (transaction) => {
    // A large table takes its time, and so does the process that migrates before us.
    await sequelize.query('set local statement_timeout = 0', { transaction });
    await sequelize.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`, { transaction });
    await sequelize.query(
      'create table if not exists migration (name text primary key, done_at_ms bigint not null)',
      { transaction },
    );
    const query = async (sql: string): Promise<void> => {
      await sequelize.query(sql, { transaction });
    };
    const umzug = new Umzug({
      migrations: migrations.map(({ name, up }) => ({ name, up: () => up({ query }) })),
      storage: migrationTable(sequelize, transaction, clock),
      logger: undefined,
    });
    return (await umzug.up()).map(({ name }) => name);
  });
}

function migrationTable(
  sequelize: Sequelize,
  transaction: Transaction,
  clock: Clock,
): UmzugStorage {
  return {
    async logMigration({ name }) {
      await sequelize.query('insert into migration (name, done_at_ms) values (:name, :now)', {
        replacements: { name, now: clock.now() },
        transaction,
      });
    },
    async unlogMigration({ name }) {
      await sequelize.query('delete from migration where name = :name', {
        replacements: { name },
        transaction,
      });
    },
    async executed() {
      const rows = await sequelize.query<{ name: string }>('select name from migration', {
        type: QueryTypes.SELECT,
        transaction,
      });
      return rows.map(({ name }) => name);
    },
  };
}
