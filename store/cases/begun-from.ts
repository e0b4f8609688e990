import type { Transaction } from 'sequelize';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { casesMarked, writeMark } from './search.ts';

/** The case is found by the one that it was begun from. */
export async function writeEarlier(
  context: StoreContext,
  caseId: string,
  earlier: string | undefined,
  transaction: Transaction,
): Promise<void> {
  if (earlier === undefined) return;
  const mac = blindIndex(context.keys, 'earlier-case', earlier);
  await writeMark(context, caseId, 'earlier-case', mac, transaction);
}

/** The newest first. */
export function casesBegunFrom(context: StoreContext, number: string): Promise<CaseFile[]> {
  return casesMarked(context, 'earlier-case', number);
}
