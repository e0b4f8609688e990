import type { Migration } from '../migrations/migration.ts';

/**
 * What an engine that keeps its state elsewhere needs beside the read model. `engine` names it, so
 * that a city may change engines on one database. Root keys are drawn from the embedded engine's
 * sequence, one range each: they never collide, and there are more ranges than cases will ever be.
 * Indexes begin with what tells rows apart: by the engine alone all would be found.
 */
export const engineMirror: Migration = {
  name: 'engine-0004-mirror',
  up: ({ query }) => query(`${instances}${sources}${deployments}${commands}`),
};

const instances = `
  alter table engine.instance add column engine text not null default 'embedded';

  create table engine.mirror_key (
    engine text not null,
    foreign_key text not null,
    root_key bigint not null,
    key integer not null,
    process_key integer not null,
    kind text not null,
    foreign_job_key text,
    primary key (foreign_key, engine)
  );
  create unique index mirror_key_of_root on engine.mirror_key (root_key, key);
`;

const sources = `
  create table engine.mirror_source (
    engine text not null,
    source text not null,
    position text not null,
    at_ms bigint not null,
    ignored bigint not null default 0,
    primary key (engine, source)
  );
`;

const deployments = `
  create table engine.mirror_deployment (
    engine text not null,
    bundle_hash text not null,
    bundle_key text not null,
    decisions jsonb not null,
    created_at_ms bigint not null,
    primary key (engine, bundle_hash)
  );
  create table engine.mirror_definition (
    number bigint generated always as identity primary key,
    engine text not null,
    bundle_hash text not null,
    foreign_key text not null,
    process_id text not null,
    version integer not null,
    resource text not null,
    xml text not null,
    unique (foreign_key, engine, bundle_hash),
    foreign key (engine, bundle_hash) references engine.mirror_deployment
  );
`;

const commands = `
  create table engine.mirror_start (
    engine text not null,
    start_key text not null,
    root_key bigint not null unique default nextval('engine.root_key'),
    process_id text not null,
    bundle_hash text not null,
    case_id text,
    leased_until_ms bigint not null,
    unsure boolean not null default false,
    foreign_instance_key text,
    primary key (start_key, engine)
  );
  create index mirror_start_of_instance on engine.mirror_start (foreign_instance_key, engine)
    where foreign_instance_key is not null;

  create table engine.mirror_publication (
    engine text not null,
    name text not null,
    correlation_key text not null,
    message_id text not null,
    held_until_ms bigint not null,
    primary key (message_id, correlation_key, name, engine)
  );
  create index mirror_publication_held on engine.mirror_publication (held_until_ms);
`;
