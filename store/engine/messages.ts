import type pg from 'pg';
import type {
  EngineStore,
  MessageFilter,
  MessageMatch,
  NewMessage,
  StartableMessage,
} from '../../engine/embedded/store.ts';
import { messageRow } from './message-row.ts';
import { writeJson } from '../../engine/feel/index.ts';

/**
 * One that has expired is renewed if nobody had it (whoever published it first may have died before
 * it was given) or its id is free again. Else it was given, and its repetition is done already.
 */
const INSERT = {
  name: 'engine-insert-messages',
  text: `insert into engine.message as kept
       (name, correlation_key, message_id, variables, created_at_ms, expires_at_ms, id_held_for_ms)
     select name, correlation, id, variables, created, expires, held
     from json_to_recordset($1) as g(name text, correlation text, id text, variables json,
       created bigint, expires bigint, held bigint)
     on conflict (name, correlation_key, message_id) do update
       set variables = excluded.variables, taken = '{}',
         created_at_ms = excluded.created_at_ms, expires_at_ms = excluded.expires_at_ms,
         id_held_for_ms = excluded.id_held_for_ms
       where kept.expires_at_ms <= excluded.created_at_ms and (kept.taken = '{}'
         or kept.expires_at_ms + kept.id_held_for_ms <= excluded.created_at_ms)
     returning name, correlation_key as "correlationKey", message_id as "messageId"`,
};

export async function insertMessages(
  pool: pg.Pool,
  messages: readonly NewMessage[],
): Promise<boolean[]> {
  const values = [writeJson(messages.map(messageRow))];
  const result = await pool.query<MessageName>({ ...INSERT, values });
  const kept = new Set(result.rows.map(nameOf));
  return messages.map((message) => message.messageId === undefined || kept.has(nameOf(message)));
}

interface MessageName {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId?: string | undefined;
}

function nameOf({ name, correlationKey, messageId }: MessageName): string {
  return JSON.stringify([name, correlationKey, messageId]);
}

const allMessages = (nowMs: string): string => `
  (select ${nowMs}::bigint as now_ms) as wanted
  join engine.message m on m.expires_at_ms > wanted.now_ms`;

/** A join, not a condition that may be off: only so the planner goes by the index. */
const messagesOf = (names: string, correlationKeys: string, nowMs: string): string => `
  unnest(${names}::text[], ${correlationKeys}::text[], ${nowMs}::bigint[])
    as wanted (name, correlation_key, now_ms)
  join engine.message m
    on m.name = wanted.name and m.correlation_key = wanted.correlation_key
      and m.expires_at_ms > wanted.now_ms`;

const matching = (messages: string): string => `
  select distinct on (m.key, s.process_id) m.key::text as "messageKey",
    s.process_id as "processId", s.root_key::text as "rootKey", s.key as "waitKey", m.variables
  from ${messages}
  join engine.subscription s on s.name = m.name and s.correlation_key = m.correlation_key
  where not s.process_id = any(m.taken)
    and ($2::bigint is null or (m.key, s.process_id) > ($2, $3::text))
  order by m.key, s.process_id, s.opened
  limit $1`;

const MATCHING = { name: 'engine-matching', text: matching(allMessages('$4')) };
const MATCHING_KEYS = {
  name: 'engine-matching-keys',
  text: matching(messagesOf('$4', '$5', '$6')),
};

/** Of each message and process, the subscription that was opened first. */
export async function matchingSubscriptions(
  pool: pg.Pool,
  { living, limit, after }: MessageFilter,
): Promise<MessageMatch[]> {
  const { rows } = await pool.query<MessageMatch>({
    ...('nowMs' in living ? MATCHING : MATCHING_KEYS),
    values: [limit, after?.messageKey, after?.processId ?? '', ...columnsOf(living)],
  });
  return rows;
}

const startable = (messages: string): string => `
  select m.key::text as "messageKey", m.name, m.correlation_key as "correlationKey",
    m.variables, m.taken
  from ${messages}
  where m.name = any($3::text[]) and ($2::bigint is null or m.key > $2)
    and exists (
      select from unnest($3::text[], $4::text[]) as start (name, process_id)
      where start.name = m.name and not start.process_id = any(m.taken)
        and not exists (
          select from engine.instance i
          where m.correlation_key <> '' and i.state = 'active'
            and i.process_id = start.process_id
            and i.started_by_name = m.name and i.started_by_key = m.correlation_key))
  order by m.key
  limit $1`;

const STARTABLE = { name: 'engine-startable', text: startable(allMessages('$5')) };
const STARTABLE_KEYS = {
  name: 'engine-startable-keys',
  text: startable(messagesOf('$5', '$6', '$7')),
};

/** A message with a correlation key waits while an instance that it started runs. */
export async function messagesForStart(
  pool: pg.Pool,
  starts: Parameters<EngineStore['messagesForStart']>[0],
  { living, limit, after }: MessageFilter,
): Promise<StartableMessage[]> {
  const { rows } = await pool.query<StartableMessage>({
    ...('nowMs' in living ? STARTABLE : STARTABLE_KEYS),
    values: [
      limit,
      after?.messageKey,
      starts.map(({ messageName }) => messageName),
      starts.map(({ processId }) => processId),
      ...columnsOf(living),
    ],
  });
  return rows;
}

function columnsOf(living: MessageFilter['living']): unknown[] {
  if ('nowMs' in living) return [living.nowMs];
  return [
    living.map(({ name }) => name),
    living.map(({ correlationKey }) => correlationKey),
    living.map(({ nowMs }) => nowMs),
  ];
}

/** One that was published for this moment only may still be on its way to who waits for it. */
const KEPT_AFTER_EXPIRY_MS = 60_000;

export async function dropExpiredMessages(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query('delete from engine.message where expires_at_ms + id_held_for_ms <= $1', [
    nowMs - KEPT_AFTER_EXPIRY_MS,
  ]);
}
