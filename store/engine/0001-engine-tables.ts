import type { Migration } from '../migrations/migration.ts';

/**
 * The embedded engine's tables. `element`, `task`, `incident` and `variable` hold what is alive
 * and what has been: they are the read model. `token`, `job`, `timer` and `subscription` hold only
 * what is open. Keys are numbers within their root instance.
 */
export const engineTables: Migration = {
  name: 'engine-0001-tables',
  up: ({ query }) => query(`${definitions}${instances}${waits}${messages}`),
};

const definitions = `
  create schema engine;
  create sequence engine.root_key increment by 1000;

  create table engine.deployment (
    hash text primary key,
    key text not null,
    resources jsonb not null,
    created_at_ms bigint not null
  );
  create table engine.definition (
    key bigint generated always as identity primary key,
    process_id text not null,
    version integer not null,
    bundle_hash text not null references engine.deployment (hash),
    resource text not null,
    unique (process_id, version),
    unique (process_id, bundle_hash)
  );
`;

const instances = `
  create table engine.instance (
    key bigint primary key,
    version integer not null,
    state_schema smallint not null,
    state text not null,
    next_key integer not null,
    process_id text not null,
    definition_key bigint not null,
    bundle_hash text not null,
    case_id text,
    start_key text unique,
    started_by_name text,
    started_by_key text,
    started_at_ms bigint not null,
    ended_at_ms bigint
  );
  create index instance_of_case on engine.instance (case_id);
  create unique index instance_started_by
    on engine.instance (process_id, started_by_name, started_by_key) where state = 'active';

  create table engine.element (
    root_key bigint not null,
    key integer not null,
    element_id text not null,
    type text not null,
    scope_key integer not null,
    process_key integer not null,
    process_id text not null,
    definition_key bigint,
    via text[] not null,
    state text not null,
    started_at_ms bigint not null,
    ended_at_ms bigint,
    primary key (root_key, key)
  );
  create table engine.token (
    root_key bigint not null,
    key integer not null,
    scope_key integer not null,
    gateway_id text not null,
    flow_id text not null,
    primary key (root_key, key)
  );
  create table engine.variable (
    root_key bigint not null,
    scope_key integer not null,
    name text not null,
    value json not null,
    changed_at_ms bigint not null,
    primary key (root_key, scope_key, name)
  );
`;

const waits = `
  create table engine.job (
    root_key bigint not null,
    key integer not null,
    element_key integer not null,
    element_id text not null,
    topic text not null,
    retries integer not null,
    headers jsonb not null,
    due_at_ms bigint not null,
    lock_owner text,
    locked_until_ms bigint not null default 0,
    stopped boolean not null default false,
    primary key (root_key, key)
  );
  create index job_open on engine.job (topic, due_at_ms) where not stopped;

  create table engine.timer (
    root_key bigint not null,
    key integer not null,
    element_key integer not null,
    target_id text not null,
    due_at_ms bigint not null,
    cycle_text text,
    cycle_fired integer,
    claimed_until_ms bigint not null default 0,
    primary key (root_key, key)
  );
  create index timer_due on engine.timer (due_at_ms);

  create table engine.task (
    root_key bigint not null,
    key integer not null,
    element_key integer not null,
    element_id text not null,
    process_id text not null,
    form_reference text,
    assignee text,
    candidate_groups text[] not null,
    candidate_users text[] not null,
    due_at_ms bigint,
    follow_up_at_ms bigint,
    priority integer not null,
    state text not null,
    created_at_ms bigint not null,
    ended_at_ms bigint,
    primary key (root_key, key)
  );
  create index task_open on engine.task (created_at_ms) where state = 'open';
  create index task_open_groups on engine.task using gin (candidate_groups) where state = 'open';

  create table engine.incident (
    root_key bigint not null,
    key integer not null,
    element_key integer not null,
    element_id text not null,
    process_id text not null,
    code text not null,
    message text not null,
    retry text not null,
    job_key integer,
    created_at_ms bigint not null,
    resolved_at_ms bigint,
    primary key (root_key, key)
  );
  create index incident_open on engine.incident (created_at_ms) where resolved_at_ms is null;
`;

const messages = `
  create table engine.subscription (
    root_key bigint not null,
    key integer not null,
    element_key integer not null,
    target_id text not null,
    process_id text not null,
    name text not null,
    correlation_key text not null,
    opened bigint generated always as identity,
    primary key (root_key, key)
  );
  create index subscription_of_message on engine.subscription (name, correlation_key);

  create table engine.message (
    key bigint generated always as identity primary key,
    name text not null,
    correlation_key text not null,
    message_id text,
    variables json not null,
    taken text[] not null default '{}',
    created_at_ms bigint not null,
    expires_at_ms bigint not null
  );
  create unique index message_id_taken on engine.message (name, correlation_key, message_id);
  create index message_of_subscription on engine.message (name, correlation_key);
  create index message_expiry on engine.message (expires_at_ms);
`;
