import type { Migration } from './migration.ts';

/** Names of those who work here: histories and the engine know them by subject only. */
export const staffMembers: Migration = {
  name: '0013-staff-members',
  up: ({ query }) =>
    query(`
      create table staff_member (
        subject text primary key,
        name text not null,
        seen_at_ms bigint not null
      );
    `),
};
