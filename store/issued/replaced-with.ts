import type { Transaction } from 'sequelize';
import { LOST } from '../../core/issued/issued-document.ts';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { isUuid } from '../cases/is-uuid.ts';
import type { StoreContext } from '../store-context.ts';
import { ownersOf, selectIssued } from './read-issued.ts';
import { selectReached } from './select-reached.ts';

export async function findDocument(
  context: StoreContext,
  id: string,
  transaction?: Transaction,
): Promise<IssuedDocument | undefined> {
  if (!isUuid(id)) return undefined;
  return (await selectIssued(context, 'id = $1', [id], transaction))[0];
}

/**
 * A document and its renewals, as far as they are valid: whoever takes the place of the first alone
 * would leave the old plate valid again on the day after it.
 */
export async function withRenewals(
  context: StoreContext,
  document: IssuedDocument | undefined,
  transaction?: Transaction,
): Promise<IssuedDocument[]> {
  if (document?.state !== 'valid') return [];
  const owners = await ownersOf(context, document.id, transaction);
  return owners ? selectReached(context, document, owners, 'renewals', transaction) : [];
}

/** Ended or replaced since it was chosen: what was revoked cannot come back with another plate. */
export function isOver({ state, endReason }: IssuedDocument): boolean {
  return state !== 'valid' && endReason !== LOST;
}

/** The latest of these days. */
export function lastDay(day: string, documents: readonly IssuedDocument[]): string {
  return documents.reduce((last, { validUntil }) => (validUntil > last ? validUntil : last), day);
}
