import type { MirrorPublications } from '../../../engine/mirror.ts';
import type { MirrorContext } from './mirror-context.ts';

/** More than come in with one, so that what is over goes faster than it comes. */
const DROPPED_AT_ONCE = 100;

const TAKE = `
  with over as (
    delete from engine.mirror_publication where ctid = any(array(
      select ctid from engine.mirror_publication where held_until_ms <= $5
      order by held_until_ms limit ${DROPPED_AT_ONCE}
      for update skip locked))
  )
  select from engine.mirror_publication
  where engine = $1 and name = $2 and correlation_key = $3 and message_id = $4
    and held_until_ms > $5`;

const DONE = `
  insert into engine.mirror_publication as p
    (engine, name, correlation_key, message_id, held_until_ms)
  values ($1, $2, $3, $4, $5)
  on conflict (message_id, correlation_key, name, engine)
  do update set held_until_ms = greatest(p.held_until_ms, excluded.held_until_ms)`;

/**
 * Only what was published is kept: who takes an id and does not come back has published nothing for
 * sure, and while the engine remembers the id itself a second publication does no harm.
 */
export function mirrorPublications({ pool, engine, now }: MirrorContext): MirrorPublications {
  return {
    async take({ name, correlationKey, messageId }) {
      const { rowCount } = await pool.query(TAKE, [engine, name, correlationKey, messageId, now()]);
      return rowCount === 0 ? 'taken' : 'done';
    },
    async done({ name, correlationKey, messageId, heldUntilMs }) {
      await pool.query(DONE, [engine, name, correlationKey, messageId, heldUntilMs]);
    },
  };
}
