import type { Model, Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { StoreContext } from '../store-context.ts';
import { isUuid } from './is-uuid.ts';
import { readCase } from './read-case.ts';

/** A case that nobody else changes until the transaction ends. */
export interface LockedCase {
  readonly model: Model<CaseRow, CaseRow>;
  readonly row: CaseRow;
  readonly file: CaseFile;
}

export async function lockCase(
  context: StoreContext,
  caseId: string,
  transaction: Transaction,
): Promise<LockedCase> {
  const model = isUuid(caseId)
    ? await context.models.caseFile.findByPk(caseId, { transaction, lock: transaction.LOCK.UPDATE })
    : null;
  if (!model) throw new CaseError('case-not-found', `There is no case ${caseId}`);
  const row = { ...model.get() };
  return { model, row, file: await readCase(context, row, transaction) };
}
