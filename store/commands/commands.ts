import { QueryTypes } from 'sequelize';
import type { EngineCommand } from '../../core/cases/case-file.ts';
import type { EngineCommandRepository, PendingCommand } from '../../core/cases/repositories.ts';
import type { StoreContext } from '../store-context.ts';

interface ClaimedRow {
  id: string;
  key: string;
  case_id: string;
  bundle_hash: string;
  command: object;
  tries: number;
}

/**
 * Of each case only the oldest command that is not yet taken: the next waits for it, also when it
 * has failed for good (an operator decides).
 */
const CLAIM = `
  with due as (
    select id from engine_command c
    where state = 'waiting' and due_at_ms <= $1 and locked_until_ms <= $1
      and not exists (
        select 1 from engine_command earlier
        where earlier.case_id = c.case_id and earlier.id < c.id and earlier.state <> 'taken'
      )
    order by id limit $2
    for update skip locked
  )
  update engine_command c set locked_until_ms = $1::bigint + $3::bigint, tries = tries + 1
  from due, case_file f
  where c.id = due.id and f.id = c.case_id
  returning c.id, c.key, c.case_id, f.bundle_hash, c.command, c.tries`;

export function makeCommandRepository(context: StoreContext): EngineCommandRepository {
  const { sequelize, clock, newCommands } = context;
  return {
    async claimDue(limit, lockMs) {
      const rows = await sequelize.query<ClaimedRow>(CLAIM, {
        bind: [clock.now(), limit, lockMs],
        type: QueryTypes.SELECT,
      });
      return rows.map(pendingCommand).sort((left, right) => Number(left.id) - Number(right.id));
    },
    async markTaken(id) {
      await sequelize.query(
        `update engine_command set state = 'taken', ended_at_ms = $2, failure = null
         where id = $1 and state <> 'taken'`,
        { bind: [id, clock.now()] },
      );
    },
    async markFailed(id, { message, retryAtMs }) {
      const never = retryAtMs === 'never';
      await sequelize.query(
        `update engine_command set failure = $2, state = $3, due_at_ms = $4, locked_until_ms = 0,
           ended_at_ms = $5
         where id = $1 and state = 'waiting'`,
        {
          bind: [
            id,
            message.replaceAll('\0', '').slice(0, 2_000),
            never ? 'failed' : 'waiting',
            never ? clock.now() : retryAtMs,
            never ? clock.now() : null,
          ],
        },
      );
    },
    async retryFailed(id) {
      const retried = await sequelize.query(
        `update engine_command set state = 'waiting', due_at_ms = $2, tries = 0, ended_at_ms = null
         where id = $1 and state = 'failed' returning id`,
        { bind: [id, clock.now()], type: QueryTypes.SELECT },
      );
      if (retried.length > 0) newCommands.fire();
      return retried.length > 0;
    },
    async failed({ afterId = '0', limit }) {
      const rows = await sequelize.query<FailedRow>(
        `select c.id, c.key, c.case_id, f.bundle_hash, c.command, c.tries, c.failure
         from engine_command c join case_file f on f.id = c.case_id
         where c.state = 'failed' and c.id > $1 order by c.id limit $2`,
        { bind: [afterId, limit], type: QueryTypes.SELECT },
      );
      return rows.map((row) => ({ ...pendingCommand(row), message: row.failure }));
    },
    async notTaken(keys) {
      const rows = await sequelize.query<{ key: string }>(
        `select key from engine_command where key = any($1::text[]) and state <> 'taken'`,
        { bind: [keys], type: QueryTypes.SELECT },
      );
      return new Set(rows.map(({ key }) => key));
    },
    onNew: (listener) => newCommands.onNew(listener),
    backlog: () => backlog(context),
  };
}

type FailedRow = ClaimedRow & { failure: string };

function pendingCommand(row: ClaimedRow): PendingCommand {
  return {
    id: row.id,
    caseId: row.case_id,
    bundleHash: row.bundle_hash,
    command: { key: row.key, ...row.command } as EngineCommand,
    tries: row.tries,
  };
}

async function backlog({ sequelize }: StoreContext) {
  const [row] = await sequelize.query<{ waiting: number; failed: number; oldest: string | null }>(
    `select count(*) filter (where state = 'waiting')::integer as waiting,
       count(*) filter (where state = 'failed')::integer as failed,
       min(created_at_ms) filter (where state = 'waiting') as oldest
     from engine_command where state <> 'taken'`,
    { type: QueryTypes.SELECT },
  );
  const oldest = row?.oldest;
  return {
    waiting: row?.waiting ?? 0,
    failed: row?.failed ?? 0,
    ...(oldest ? { oldestAtMs: Number(oldest) } : {}),
  };
}
