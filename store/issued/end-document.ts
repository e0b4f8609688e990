import type { Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { Actor, CaseChange } from '../../core/cases/case-file.ts';
import { localDay } from '../../core/i18n/format.ts';
import type { DocumentEnding, IssuedDocument } from '../../core/issued/issued-document.ts';
import { applyChange } from '../cases/apply-change.ts';
import { isUuid } from '../cases/is-uuid.ts';
import { lockCase } from '../cases/lock-case.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { lockOwners } from './lock-owners.ts';
import type { DocumentOwners } from './read-issued.ts';
import { ownersOf, selectIssued } from './read-issued.ts';

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
      const ended = await endingWith(context, document, owners, ending, transaction);
      for (const each of ended) await endOne(context, each, id, ending, actor, transaction);
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

/** In the order of their cases, so that two who lock several never wait for each other. */
async function endingWith(
  context: StoreContext,
  { id, validFrom }: IssuedDocument,
  { kind, holderMac, subjectMac }: DocumentOwners,
  { reach }: DocumentEnding,
  transaction: Transaction,
): Promise<IssuedDocument[]> {
  const found = await selectIssued(
    context,
    `state = 'valid' and (id = $1 or (kind = $2 and holder_mac = $3 and valid_until >= $4::date
       and ($5 = 'holder'
         or ($5 = 'subject' and subject_mac = $6)
         or ($5 = 'renewals' and subject_mac = $6 and valid_from >= $7::date))))`,
    [id, kind, holderMac, localDay(context.clock.now()), reach, subjectMac, validFrom],
    transaction,
  );
  return found.toSorted((a, b) => a.caseId.localeCompare(b.caseId));
}

async function endOne(
  context: StoreContext,
  { id, caseId }: IssuedDocument,
  askedId: string,
  { state, reason }: DocumentEnding,
  actor: Actor,
  transaction: Transaction,
): Promise<void> {
  const locked = await lockCase(context, caseId, transaction);
  await context.sequelize.query(
    'update issued_document set state = $2, end_reason = $3, ended_at_ms = $4 where id = $1',
    { bind: [id, state, reason, context.clock.now()], transaction },
  );
  const detail = { documentId: id, reason, ...(id === askedId ? {} : { endedWithId: askedId }) };
  const change: CaseChange = { audit: [{ event: `document-${state}`, detail }] };
  await applyChange(context, locked, actor, change, transaction);
}
