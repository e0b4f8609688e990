import type { Migration } from './migration.ts';

/** What somebody has cleared up with the payment service leaves the operator's list. */
export const closedFlags: Migration = {
  name: '0006-closed-flags',
  up: ({ query }) =>
    query(`
      alter table payment add column flag_closed_at_ms bigint;
      drop index payment_flagged;
      create index payment_flagged on payment (created_at_ms)
        where flag is not null and flag_closed_at_ms is null;
    `),
};
