import type { Migration } from './migration.ts';

/** What is uploaded into a draft: sealed with its key, gone with it. */
export const draftDocuments: Migration = {
  name: '0010-draft-documents',
  up: ({ query }) =>
    query(`
      create table draft_document (
        id uuid primary key,
        draft_id uuid not null references draft (id) on delete cascade,
        component text not null,
        position integer not null,
        file_name bytea not null,
        media_type text not null,
        size_bytes integer not null,
        chunks integer not null,
        sha256 text not null,
        created_at_ms bigint not null
      );
      create index draft_document_draft on draft_document (draft_id, position);
      create table draft_chunk (
        document_id uuid not null references draft_document (id) on delete cascade,
        position integer not null,
        content bytea not null,
        primary key (document_id, position)
      );
    `),
};
