import type { Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { EngineCommand } from '../../core/cases/case-file.ts';
import type { JsonObject } from '../../core/json.ts';
import type { StoreContext } from '../store-context.ts';
import { COMMAND_CHANNEL } from './command-signal.ts';

/**
 * Puts a command into the queue of its case. The same key again changes nothing; of another case
 * it is refused, and with it the whole change.
 */
export async function writeCommand(
  { sequelize, clock }: StoreContext,
  caseId: string,
  command: EngineCommand,
  transaction: Transaction,
): Promise<void> {
  const { key, ...rest } = command;
  const written = await sequelize.query(
    `insert into engine_command (key, case_id, command, due_at_ms, created_at_ms)
     values ($1, $2, $3::jsonb, $4, $4) on conflict (key) do nothing returning id`,
    {
      bind: [key, caseId, JSON.stringify(rest), clock.now()],
      type: QueryTypes.SELECT,
      transaction,
    },
  );
  if (written.length === 0) await demandSame(sequelize, caseId, key, rest, transaction);
  // Delivered by the database at commit, and not at all when the transaction is rolled back.
  await sequelize.query(`select pg_notify('${COMMAND_CHANNEL}', '')`, { transaction });
}

async function demandSame(
  sequelize: StoreContext['sequelize'],
  caseId: string,
  key: string,
  command: object,
  transaction: Transaction,
): Promise<void> {
  const [same] = await sequelize.query<JsonObject>(
    `select 1 as same from engine_command where key = $1 and case_id = $2
       and command ->> 'type' = $3::jsonb ->> 'type'`,
    { bind: [key, caseId, JSON.stringify(command)], type: QueryTypes.SELECT, transaction },
  );
  if (!same) {
    throw new CaseError('command-key-taken', `Command key ${key} belongs to something else`);
  }
}
