import type { Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { readCase } from './read-case.ts';

/** More than anybody has; a page shows them all. */
const MAX_CASES = 200;

/** The case is found by the account of its applicant from now on. */
export async function writePerson(
  { sequelize }: StoreContext,
  caseId: string,
  ownerMac: string | null,
  transaction: Transaction,
): Promise<void> {
  if (ownerMac === null) return;
  await sequelize.query(`insert into case_search (case_id, kind, mac) values ($1, 'person', $2)`, {
    bind: [caseId, ownerMac],
    transaction,
  });
}

/** Those that this account has submitted, the newest first. */
export async function casesOfPerson(context: StoreContext, subject: string): Promise<CaseFile[]> {
  const rows = await context.sequelize.query<{ case_id: string }>(
    `select case_id from case_search join case_file on id = case_id
     where kind = 'person' and mac = $1 order by received_at_ms desc, number desc limit $2`,
    { bind: [blindIndex(context.keys, 'person', subject), MAX_CASES], type: QueryTypes.SELECT },
  );
  const cases = await Promise.all(rows.map(({ case_id }) => findById(context, case_id)));
  return cases.flatMap((found) => found ?? []);
}

/** Absent when there is no such case, or it is somebody else's. */
export async function findCaseForPerson(
  context: StoreContext,
  number: string,
  subject: string,
): Promise<CaseFile | undefined> {
  const [row] = await context.sequelize.query<{ case_id: string }>(
    `select case_id from case_search join case_file on id = case_id
     where kind = 'person' and mac = $1 and number = $2`,
    { bind: [blindIndex(context.keys, 'person', subject), number], type: QueryTypes.SELECT },
  );
  return row && findById(context, row.case_id);
}

async function findById(context: StoreContext, caseId: string): Promise<CaseFile | undefined> {
  const row = await context.models.caseFile.findByPk(caseId);
  return row ? readCase(context, row.get()) : undefined;
}
