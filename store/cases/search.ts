import type { Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import type { Contact } from '../../core/cases/case-file.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';

/** What the case is found by from now on. */
export async function writeSearch(
  { sequelize, keys }: StoreContext,
  caseId: string,
  contact: Contact,
  transaction: Transaction,
): Promise<void> {
  await sequelize.query(`delete from case_search where case_id = $1 and kind = 'email'`, {
    bind: [caseId],
    transaction,
  });
  if (!contact.email) return;
  await sequelize.query(`insert into case_search (case_id, kind, mac) values ($1, 'email', $2)`, {
    bind: [caseId, blindIndex(keys, 'email', contact.email)],
    transaction,
  });
}

/** Cases whose contact has exactly this address. */
export async function findCaseIdsByEmail(
  { sequelize, keys }: StoreContext,
  email: string,
): Promise<string[]> {
  const rows = await sequelize.query<{ case_id: string }>(
    `select case_id from case_search where kind = 'email' and mac = $1 order by case_id`,
    { bind: [blindIndex(keys, 'email', email)], type: QueryTypes.SELECT },
  );
  return rows.map(({ case_id }) => case_id);
}
