import type { Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { Actor } from '../../core/cases/case-file.ts';
import type { DocumentEnding, IssuedDocument } from '../../core/issued/issued-document.ts';
import { isUuid } from '../cases/is-uuid.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { endOne } from './end-one.ts';
import { lockOwners } from './lock-owners.ts';
import { ownersOf, selectIssued } from './read-issued.ts';
import { selectReached } from './select-reached.ts';

export async function endDocument(
  context: StoreContext,
  id: string,
  ending: DocumentEnding,
  actor: Actor,
): Promise<IssuedDocument> {
  const owners = isUuid(id) ? await ownersOf(context, id) : undefined;
  if (!owners) throw new CaseError('document-not-found', `There is no issued document ${id}`);
  return inTransaction(context, async (transaction) => {
    // Whoever issues to this holder has done so before, or sees that this one has ended.
    await lockOwners(context, [`${owners.kind} ${owners.holderMac}`], transaction);
    const document = await readOne(context, id, transaction);
    if (await isStillHeld(context, document, transaction)) {
      const { state, reason, reach, byCaseId } = ending;
      for (const each of await selectReached(context, document, owners, reach, transaction)) {
        const detail = { reason, ...(each.id === id ? {} : { endedWithId: id }) };
        await endOne(context, each, { state, reason, detail, byCaseId }, actor, transaction);
      }
    }
    return readOne(context, id, transaction);
  });
}

async function readOne(
  context: StoreContext,
  id: string,
  transaction: Transaction,
): Promise<IssuedDocument> {
  return (await selectIssued(context, 'id = $1', [id], transaction))[0] as IssuedDocument;
}

/** By itself or by the one that took its place: an end that is asked for twice reaches nothing new. */
async function isStillHeld(
  context: StoreContext,
  document: IssuedDocument,
  transaction: Transaction,
): Promise<boolean> {
  if (document.state !== 'replaced' || !document.replacedById) return document.state === 'valid';
  const next = await readOne(context, document.replacedById, transaction);
  return isStillHeld(context, next, transaction);
}
