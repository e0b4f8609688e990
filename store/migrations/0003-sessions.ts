import type { Migration } from './migration.ts';

/** Sessions of the portal, encrypted by the portal: the key is a hash of the session's id. */
export const sessionTable: Migration = {
  name: '0003-sessions',
  up: ({ query }) =>
    query(`
      create table portal_session (
        key text primary key,
        content text not null,
        expires_at_ms bigint not null
      );
      create index portal_session_expiry on portal_session (expires_at_ms);
    `),
};
