import type pg from 'pg';
import type {
  EngineStore,
  MessageFilter,
  MessageMatch,
  NewMessage,
  StartableMessage,
} from '../../engine/embedded/store.ts';
import { writeJson } from '../../engine/feel/index.ts';

export async function insertMessage(pool: pg.Pool, message: NewMessage): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into engine.message
       (name, correlation_key, message_id, variables, created_at_ms, expires_at_ms)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (name, correlation_key, message_id) do update
       set variables = excluded.variables, taken = '{}',
         created_at_ms = excluded.created_at_ms, expires_at_ms = excluded.expires_at_ms
       where engine.message.expires_at_ms <= excluded.created_at_ms`,
    [
      message.name,
      message.correlationKey,
      message.messageId ?? null,
      writeJson(message.variables),
      message.createdAtMs,
      message.expiresAtMs,
    ],
  );
  return rowCount === 1;
}

/** Of each message and process, the subscription that was opened first. */
export async function matchingSubscriptions(
  pool: pg.Pool,
  { nowMs, keys, limit, after }: MessageFilter,
): Promise<MessageMatch[]> {
  const { rows } = await pool.query<MessageMatch>(
    `select distinct on (m.key, s.process_id) m.key::text as "messageKey",
       s.process_id as "processId", s.root_key::text as "rootKey", s.key as "waitKey", m.variables
     from engine.message m
     join engine.subscription s
       on s.name = m.name and s.correlation_key = m.correlation_key
     where m.expires_at_ms > $1 and not s.process_id = any(m.taken)
       and ($2::text[] is null or (m.name, m.correlation_key) in
         (select * from unnest($2::text[], $3::text[])))
       and ($5::bigint is null or (m.key, s.process_id) > ($5, $6::text))
     order by m.key, s.process_id, s.opened
     limit $4`,
    [nowMs, ...filterColumns(keys), limit, after?.messageKey, after?.processId ?? ''],
  );
  return rows;
}

/** A message with a correlation key waits while an instance that it started runs. */
export async function messagesForStart(
  pool: pg.Pool,
  starts: Parameters<EngineStore['messagesForStart']>[0],
  { nowMs, keys, limit, after }: MessageFilter,
): Promise<StartableMessage[]> {
  const { rows } = await pool.query<StartableMessage>(
    `select m.key::text as "messageKey", m.name, m.correlation_key as "correlationKey",
       m.variables, m.taken
     from engine.message m
     where m.name = any($5::text[]) and m.expires_at_ms > $1
       and ($7::bigint is null or m.key > $7)
       and ($2::text[] is null or (m.name, m.correlation_key) in
         (select * from unnest($2::text[], $3::text[])))
       and exists (
         select from unnest($5::text[], $6::text[]) as start (name, process_id)
         where start.name = m.name and not start.process_id = any(m.taken)
           and not exists (
             select from engine.instance i
             where m.correlation_key <> '' and i.state = 'active'
               and i.process_id = start.process_id
               and i.started_by_name = m.name and i.started_by_key = m.correlation_key))
     order by m.key
     limit $4`,
    [
      nowMs,
      ...filterColumns(keys),
      limit,
      starts.map(({ messageName }) => messageName),
      starts.map(({ processId }) => processId),
      after?.messageKey,
    ],
  );
  return rows;
}

function filterColumns(keys: MessageFilter['keys']): [string[] | null, string[] | null] {
  if (keys === undefined) return [null, null];
  return [keys.map(({ name }) => name), keys.map(({ correlationKey }) => correlationKey)];
}

/** One that was published for this moment only may still be on its way to who waits for it. */
const KEPT_AFTER_EXPIRY_MS = 60_000;

export async function dropExpiredMessages(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query('delete from engine.message where expires_at_ms <= $1', [
    nowMs - KEPT_AFTER_EXPIRY_MS,
  ]);
}
