import type { Migration } from './migration.ts';

/** What was typed into a draft and does not hold yet, encrypted like its answers. */
export const draftEntries: Migration = {
  name: '0004-draft-entries',
  up: ({ query }) => query('alter table draft add column entries bytea'),
};
