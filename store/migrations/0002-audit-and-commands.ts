import type { Migration } from './migration.ts';

/** What is written together with a case: its history, commands to the engine, effects, payments. */
export const auditAndCommandTables: Migration = {
  name: '0002-audit-and-commands',
  up: ({ query }) =>
    query(`
      create table audit_entry (
        case_id uuid not null,
        sequence integer not null,
        event text not null,
        detail jsonb,
        actor text not null,
        at_ms bigint not null,
        hash text not null,
        primary key (case_id, sequence)
      );
      create table audit_anchor (
        sequence integer primary key,
        at_ms bigint not null,
        heads jsonb not null,
        hash text not null
      );

      create table engine_command (
        id bigint generated always as identity primary key,
        key text not null unique,
        case_id uuid not null references case_file (id),
        command jsonb not null,
        state text not null default 'waiting'
          check (state in ('waiting', 'taken', 'failed')),
        tries integer not null default 0,
        due_at_ms bigint not null,
        locked_until_ms bigint not null default 0,
        created_at_ms bigint not null,
        ended_at_ms bigint,
        failure text
      );
      create index engine_command_due on engine_command (id) where state = 'waiting';
      create index engine_command_of_case on engine_command (case_id, id) where state <> 'taken';

      create table effect (
        key text primary key,
        case_id uuid not null,
        element_instance_key text not null,
        topic text not null,
        purpose text not null,
        attempt integer not null,
        request_hash text not null,
        state text not null check (state in ('intended', 'done', 'in-doubt')),
        result jsonb,
        reason text,
        intended_at_ms bigint not null,
        ended_at_ms bigint
      );
      create index effect_of_case on effect (case_id);

      create table payment (
        id text primary key,
        case_id uuid not null references case_file (id),
        fee_id text not null,
        attempt integer not null,
        amount_cents integer not null check (amount_cents > 0),
        purpose text not null,
        status text not null,
        transaction_id text,
        redirect_url text,
        reference text,
        created_at_ms bigint not null,
        next_check_at_ms bigint not null,
        checks integer not null,
        expires_at_ms bigint,
        cost_centre text,
        booking_key text,
        paid_at_ms bigint,
        refund text,
        flag text,
        unique (fee_id, attempt)
      );
      create index payment_of_case on payment (case_id);
      create index payment_check on payment (next_check_at_ms) where status in ('open', 'expired');
      create index payment_refund on payment (id) where refund = 'due';
    `),
};
