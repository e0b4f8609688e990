import type { Transaction } from 'sequelize';
import { QueryTypes } from 'sequelize';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { casesMarked, findById, writeMark } from './search.ts';

/** The case is found by the account of its applicant from now on. */
export async function writePerson(
  context: StoreContext,
  caseId: string,
  ownerMac: string | null,
  transaction: Transaction,
): Promise<void> {
  if (ownerMac !== null) await writeMark(context, caseId, 'person', ownerMac, transaction);
}

/** Those that this account has submitted, the newest first. */
export function casesOfPerson(context: StoreContext, subject: string): Promise<CaseFile[]> {
  return casesMarked(context, 'person', subject);
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
