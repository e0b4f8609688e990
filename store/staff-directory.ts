import { QueryTypes } from 'sequelize';
import type { StaffDirectory } from '../core/access/staff-directory.ts';
import type { StoreContext } from './store-context.ts';

export function makeStaffDirectory({ sequelize, clock }: StoreContext): StaffDirectory {
  return {
    async remember({ subject, name }) {
      await sequelize.query(
        `insert into staff_member (subject, name, seen_at_ms) values ($1, $2, $3)
         on conflict (subject) do update set name = excluded.name, seen_at_ms = excluded.seen_at_ms`,
        { bind: [subject, name, clock.now()] },
      );
    },
    async names(subjects) {
      if (subjects.length === 0) return new Map();
      const rows = await sequelize.query<{ subject: string; name: string }>(
        'select subject, name from staff_member where subject = any($1)',
        { bind: [[...new Set(subjects)]], type: QueryTypes.SELECT },
      );
      return new Map(rows.map(({ subject, name }) => [subject, name]));
    },
  };
}
