import type { Migration } from './migration.ts';

/**
 * Drafts and cases. What people enter stands in `bytea` columns only, sealed with a key per row;
 * `wrapped_key` is that key, sealed with the master key named by `key_id`.
 */
export const caseFileTables: Migration = {
  name: '0001-case-file',
  up: ({ query }) =>
    query(`
      create table bundle (
        hash text primary key,
        key text not null,
        files jsonb not null,
        created_at_ms bigint not null
      );
      create table offered_bundle (
        key text primary key,
        bundle_hash text not null references bundle (hash)
      );

      create table draft (
        id uuid primary key,
        token_hash text not null unique,
        procedure_key text not null,
        bundle_hash text not null,
        locale text not null,
        key_id text,
        wrapped_key bytea,
        answers bytea,
        contact bytea,
        completed_steps jsonb not null,
        version integer not null,
        created_at_ms bigint not null,
        expires_at_ms bigint not null,
        submitted_case_id uuid
      );
      create index draft_expiry on draft (expires_at_ms);

      create table case_number (
        prefix text not null,
        year integer not null,
        last integer not null,
        primary key (prefix, year)
      );
      create table case_file (
        id uuid primary key,
        number text not null unique,
        code_mac text not null,
        draft_id uuid not null unique,
        procedure_key text not null,
        bundle_hash text not null,
        locale text not null,
        key_id text not null,
        wrapped_key bytea not null,
        answers bytea not null,
        facts bytea not null,
        contact bytea not null,
        received_at_ms bigint not null,
        version integer not null,
        audit_sequence integer not null,
        audit_head text not null,
        anchored_sequence integer not null
      );
      create index case_file_unanchored on case_file (id)
        where audit_sequence > anchored_sequence;
      create index case_file_key on case_file (key_id);

      create table case_search (
        case_id uuid not null references case_file (id) on delete cascade,
        kind text not null,
        mac text not null,
        primary key (case_id, kind, mac)
      );
      create index case_search_mac on case_search (kind, mac);

      create table case_document (
        id uuid primary key,
        case_id uuid not null references case_file (id) on delete cascade,
        name text not null,
        version integer not null,
        file_name bytea not null,
        media_type text not null,
        size_bytes integer not null,
        chunks integer not null,
        sha256 text not null,
        for_applicant boolean not null,
        created_at_ms bigint not null,
        unique (case_id, name, version)
      );
      create table document_chunk (
        document_id uuid not null references case_document (id) on delete cascade,
        position integer not null,
        content bytea not null,
        primary key (document_id, position)
      );
      alter table document_chunk alter column content set storage external;
    `),
};
