import type { Migration } from '../migrations/migration.ts';

/**
 * How long after its expiry a message that was given keeps its id. A duration, so that what is there
 * already, and what a process of the version before still writes, says what it always did: not at all.
 * Who looks for messages of a key passes over those that have expired.
 */
export const heldMessageIds: Migration = {
  name: 'engine-0003-held-message-ids',
  up: ({ query }) =>
    query(`
      alter table engine.message add column id_held_for_ms bigint not null default 0;
      drop index engine.message_of_subscription;
      create index message_of_subscription on engine.message (name, correlation_key, expires_at_ms);
      create index message_id_free on engine.message ((expires_at_ms + id_held_for_ms));
    `),
};
