import type { Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import type { CaseFile, Contact } from '../../core/cases/case-file.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { readCase } from './read-case.ts';

/** More than anybody has; a page shows them all. */
const MAX_CASES = 200;

type Mark = 'email' | 'person' | 'earlier-case';

/** The case is found by this from now on. */
export async function writeMark(
  { sequelize }: Pick<StoreContext, 'sequelize'>,
  caseId: string,
  kind: Mark,
  mac: string,
  transaction: Transaction,
): Promise<void> {
  await sequelize.query(`insert into case_search (case_id, kind, mac) values ($1, $2, $3)`, {
    bind: [caseId, kind, mac],
    transaction,
  });
}

/** Cases that are found by this, the newest first. */
export async function casesMarked(
  context: StoreContext,
  kind: Mark,
  value: string,
): Promise<CaseFile[]> {
  const rows = await context.sequelize.query<{ case_id: string }>(
    `select case_id from case_search join case_file on id = case_id
     where kind = $1 and mac = $2 order by received_at_ms desc, number desc limit $3`,
    { bind: [kind, blindIndex(context.keys, kind, value), MAX_CASES], type: QueryTypes.SELECT },
  );
  const cases = await Promise.all(rows.map(({ case_id }) => findById(context, case_id)));
  return cases.flatMap((found) => found ?? []);
}

export async function findById(
  context: StoreContext,
  caseId: string,
): Promise<CaseFile | undefined> {
  const row = await context.models.caseFile.findByPk(caseId);
  return row ? readCase(context, row.get()) : undefined;
}

/** By the address of its contact, and by no other one any more. */
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
  await writeMark(
    { sequelize },
    caseId,
    'email',
    blindIndex(keys, 'email', contact.email),
    transaction,
  );
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
