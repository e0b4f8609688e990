import type { Migration } from './migration.ts';

/**
 * The register of issued documents. Holder and subject are blind indexes, what stands on the
 * document is sealed with the key of its case; `code_mark` finds it by the code that it carries.
 */
export const issuedDocuments: Migration = {
  name: '0009-issued-documents',
  up: ({ query }) =>
    query(`
      create table issued_document (
        id uuid primary key,
        key text not null unique,
        kind text not null,
        code_mark text not null unique,
        case_id uuid not null references case_file (id) on delete cascade,
        holder_mac text not null,
        subject_mac text not null,
        valid_from date not null,
        valid_until date not null check (valid_until >= valid_from),
        shown bytea not null,
        state text not null,
        issued_at_ms bigint not null,
        ended_at_ms bigint,
        end_reason text,
        replaced_by_id uuid references issued_document (id) on delete set null
      );
      create index issued_document_holder on issued_document (kind, holder_mac);
      create index issued_document_subject on issued_document (kind, subject_mac);
      create index issued_document_case on issued_document (case_id);
    `),
};
