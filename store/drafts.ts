import type { Model, Transaction } from 'sequelize';
import { Op } from 'sequelize';
import type { Draft, NewDraftDocument } from '../core/cases/case-file.ts';
import type { DraftRepository } from '../core/cases/repositories.ts';
import { checkValue, MAX_ANSWERS_BYTES } from './check-value.ts';
import { blindIndex } from './crypto/blind-index.ts';
import { unwrapKey } from './crypto/data-key.ts';
import { newResumeToken, resumeTokenHash } from './crypto/resume-token.ts';
import { addDraftDocument, readDraftDocument, removeDraftDocument } from './draft-documents.ts';
import type { OpenDraftRow } from './draft-rows.ts';
import { draftOwner, isOpen, newDraftRow, opened, readDraft, sealDraft } from './draft-rows.ts';
import type { DraftRow } from './models/draft.ts';
import { findTaskDraft, openTaskDraft } from './task-uploads.ts';
import type { StoreContext } from './store-context.ts';
import { inTransaction } from './store-context.ts';

export function makeDraftRepository(context: StoreContext): DraftRepository {
  const { models, clock, keys } = context;
  const ownerMark = (owner: string): string => blindIndex(keys, 'person', owner);
  return {
    async create({ owner, ...draft }) {
      const resumeToken = newResumeToken();
      const row = await models.draft.create({
        ...newDraftRow(context, resumeTokenHash(resumeToken)),
        ...draft,
        ownerMac: owner === undefined ? null : ownerMark(owner),
      });
      return { draft: await readDraft(context, row.get()), resumeToken };
    },
    ownerMark,
    takeOver: (id, owner) => takeOver(context, id, ownerMark(owner)),
    ofTask: (taskKey) => findTaskDraft(context, taskKey),
    openForTask: (task) => openTaskDraft(context, task),
    async findByToken(resumeToken) {
      const row = await models.draft.findOne({
        where: {
          tokenHash: resumeTokenHash(resumeToken),
          expiresAtMs: { [Op.gt]: clock.now() },
        },
      });
      return row ? readDraft(context, row.get()) : undefined;
    },
    save: (id, expectedVersion, change) => saveDraft(context, id, expectedVersion, change),
    addDocument: (id, document) => addDocument(context, id, document),
    removeDocument: (id, documentId) => removeDocument(context, id, documentId),
    async documentContent(id, documentId) {
      const row = (await models.draft.findByPk(id))?.get();
      const isThere = row && isOpen(row) && row.expiresAtMs > clock.now();
      return isThere ? readDraftDocument(context, opened(keys, row), documentId) : undefined;
    },
    removeExpired: (nowMs) => models.draft.destroy({ where: { expiresAtMs: { [Op.lte]: nowMs } } }),
  };
}

async function saveDraft(
  context: StoreContext,
  id: string,
  expectedVersion: number,
  change: Parameters<DraftRepository['save']>[2],
): Promise<Draft | undefined> {
  return inTransaction(context, async (transaction) => {
    const locked = await lockDraft(context, id, transaction);
    if (locked?.stored.version !== expectedVersion) return undefined;
    const { row, stored } = locked;
    const before = await readDraft(context, stored, transaction);
    // The form's answers as a whole: what a changed answer made irrelevant must be able to go.
    const answers = change.answers ?? before.answers;
    const entries = change.entries ?? before.entries;
    checkValue('answers', answers, MAX_ANSWERS_BYTES);
    checkValue('entries', entries, MAX_ANSWERS_BYTES);
    const dataKey = unwrapKey(context.keys, draftOwner(id), stored);
    await row.update(
      {
        ...sealDraft(id, dataKey, { answers, contact: change.contact ?? before.contact, entries }),
        completedSteps: [...(change.completedSteps ?? stored.completedSteps)],
        locale: change.locale ?? stored.locale,
        version: stored.version + 1,
      },
      { transaction },
    );
    return readDraft(context, row.get(), transaction);
  });
}

function takeOver(context: StoreContext, id: string, ownerMac: string): Promise<Draft | undefined> {
  return inTransaction(context, async (transaction) => {
    const locked = await lockDraft(context, id, transaction);
    if (!locked) return undefined;
    const { row, stored } = locked;
    if (stored.ownerMac !== null && stored.ownerMac !== ownerMac) return undefined;
    await row.update({ ownerMac }, { transaction });
    return readDraft(context, row.get(), transaction);
  });
}

function addDocument(
  context: StoreContext,
  id: string,
  document: NewDraftDocument,
): ReturnType<DraftRepository['addDocument']> {
  return inTransaction(context, async (transaction) => {
    const locked = await lockDraft(context, id, transaction);
    if (!locked) return undefined;
    const draft = opened(context.keys, locked.stored);
    const outcome = await addDraftDocument(context, draft, document, transaction);
    if (outcome === 'too-many' || outcome === 'too-much') return outcome;
    if (typeof outcome === 'object') return outcome;
    return raised(context, locked, outcome === 'kept', transaction);
  });
}

function removeDocument(
  context: StoreContext,
  id: string,
  documentId: string,
): Promise<Draft | undefined> {
  return inTransaction(context, async (transaction) => {
    const locked = await lockDraft(context, id, transaction);
    if (!locked) return undefined;
    const wasThere = await removeDraftDocument(context, id, documentId, transaction);
    return raised(context, locked, wasThere, transaction);
  });
}

interface LockedDraft {
  readonly row: Model<DraftRow, DraftRow>;
  readonly stored: OpenDraftRow;
}

/** Absent: unknown, submitted or expired. */
async function lockDraft(
  { models, clock }: StoreContext,
  id: string,
  transaction: Transaction,
): Promise<LockedDraft | undefined> {
  const row = await models.draft.findByPk(id, { transaction, lock: transaction.LOCK.UPDATE });
  const stored = row?.get();
  if (!row || !stored || !isOpen(stored) || stored.expiresAtMs <= clock.now()) return undefined;
  return { row, stored };
}

async function raised(
  context: StoreContext,
  { row, stored }: LockedDraft,
  changed: boolean,
  transaction: Transaction,
): Promise<Draft> {
  if (changed) await row.update({ version: stored.version + 1 }, { transaction });
  return readDraft(context, row.get(), transaction);
}
