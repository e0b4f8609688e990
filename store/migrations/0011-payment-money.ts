import type { Migration } from './migration.ts';

/** What a payment is made of, what came of it, what goes back and why, and who has to be told. */
export const paymentMoney: Migration = {
  name: '0011-payment-money',
  up: ({ query }) =>
    query(`
      alter table payment
        add column positions jsonb,
        add column received_cents integer,
        add column refund_cents integer,
        add column refund_reason text,
        add column refunded_at_ms bigint,
        add column notice text,
        add column flag_decision text;
      create index payment_notice on payment (id) where refund = 'done' and notice = 'due';
      update payment set next_check_at_ms = expires_at_ms
        where status = 'in-doubt' and transaction_id is null and flag is null
          and expires_at_ms is not null;
    `),
};
