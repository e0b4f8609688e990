import type { Migration } from './migration.ts';

/**
 * What happened to each issued document, also what left it valid. Of those that were issued before,
 * what their rows know.
 */
export const documentEvents: Migration = {
  name: '0015-document-events',
  up: ({ query }) =>
    query(`
      create table issued_document_event (
        id bigint generated always as identity primary key,
        document_id uuid not null references issued_document (id) on delete cascade,
        key text not null,
        kind text not null,
        reason text,
        at_ms bigint not null,
        unique (document_id, key)
      );
      insert into issued_document_event (document_id, key, kind, at_ms)
        select id, 'issued', 'issued', issued_at_ms from issued_document
        order by issued_at_ms, id;
      insert into issued_document_event (document_id, key, kind, reason, at_ms)
        select id, 'ended', state, end_reason, ended_at_ms from issued_document
        where ended_at_ms is not null order by ended_at_ms, id;
    `),
};
