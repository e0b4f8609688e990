import type { Migration } from '../migrations/migration.ts';

/** Open tasks in the orders of the inbox, so that a page of it reads only its own rows. */
export const inboxOrder: Migration = {
  name: 'engine-0002-inbox-order',
  up: ({ query }) =>
    query(`
      create index task_open_due on engine.task
        ((coalesce(due_at_ms, 8640000000000000)), root_key, key) where state = 'open';
      create index task_open_age on engine.task (created_at_ms, root_key, key)
        where state = 'open';
      drop index engine.task_open;
    `),
};
