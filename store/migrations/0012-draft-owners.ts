import type { Migration } from './migration.ts';

/**
 * Whose a draft is: of a person who is signed in (by a blind index), or of an open task, whose
 * uploads it holds until the task is answered.
 */
export const draftOwners: Migration = {
  name: '0012-draft-owners',
  up: ({ query }) =>
    query(`
      alter table draft add column owner_mac text;
      alter table draft add column task_key text unique;
    `),
};
