import type { Transaction } from 'sequelize';
import { LOST } from '../../core/issued/issued-document.ts';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { isUuid } from '../cases/is-uuid.ts';
import type { StoreContext } from '../store-context.ts';
import { ownersOf, selectIssued } from './read-issued.ts';
import { selectReached } from './select-reached.ts';

/**
 * A document and its renewals, as far as they are valid: whoever takes the place of the first alone
 * would leave the old plate valid again on the day after it.
 */
export async function replacedWith(
  context: StoreContext,
  id: string | undefined,
  transaction?: Transaction,
): Promise<IssuedDocument[]> {
  if (id === undefined || !isUuid(id)) return [];
  const owners = await ownersOf(context, id, transaction);
  const [document] = await selectIssued(context, 'id = $1', [id], transaction);
  if (!owners || document?.state !== 'valid') return [];
  return selectReached(context, document, owners, 'renewals', transaction);
}

/** Ended or replaced since it was chosen: what was revoked cannot come back with another plate. */
export async function isOver(
  context: StoreContext,
  id: string | undefined,
  transaction?: Transaction,
): Promise<boolean> {
  if (id === undefined || !isUuid(id)) return false;
  const [document] = await selectIssued(context, 'id = $1', [id], transaction);
  return document !== undefined && document.state !== 'valid' && document.endReason !== LOST;
}

/** The latest of these days. */
export function lastDay(day: string, documents: readonly IssuedDocument[]): string {
  return documents.reduce((last, { validUntil }) => (validUntil > last ? validUntil : last), day);
}
