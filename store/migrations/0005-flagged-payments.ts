import type { Migration } from './migration.ts';

/** Few of many: the operator's page asks for them each time. */
export const flaggedPaymentIndex: Migration = {
  name: '0005-flagged-payments',
  up: ({ query }) =>
    query('create index payment_flagged on payment (created_at_ms) where flag is not null'),
};
