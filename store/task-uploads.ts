import type { Transaction } from 'sequelize';
import { Op, UniqueConstraintError } from 'sequelize';
import { CaseError } from '../core/cases/case-error.ts';
import type { Draft, NewDocument, TakenUploads } from '../core/cases/case-file.ts';
import type { DraftRepository } from '../core/cases/repositories.ts';
import { newResumeToken, resumeTokenHash } from './crypto/resume-token.ts';
import { takeDraftDocuments } from './draft-documents.ts';
import { isOpen, newDraftRow, opened, readDraft } from './draft-rows.ts';
import type { StoreContext } from './store-context.ts';

/** What was uploaded for a task and is not expired. */
export async function findTaskDraft(
  context: StoreContext,
  taskKey: string,
): Promise<Draft | undefined> {
  const row = await context.models.draft.findOne({
    where: { taskKey, expiresAtMs: { [Op.gt]: context.clock.now() } },
  });
  return row ? readDraft(context, row.get()) : undefined;
}

/** One for each task, however many windows open it at once. */
export async function openTaskDraft(
  context: StoreContext,
  task: Parameters<DraftRepository['openForTask']>[0],
): Promise<Draft> {
  const { models, clock } = context;
  const found = await findTaskDraft(context, task.taskKey);
  if (found) return found;
  await models.draft.destroy({
    where: { taskKey: task.taskKey, expiresAtMs: { [Op.lte]: clock.now() } },
  });
  try {
    // Nobody is told the token: only the task leads here.
    const fresh = newDraftRow(context, resumeTokenHash(newResumeToken()));
    const row = await models.draft.create({ ...fresh, ...task });
    return await readDraft(context, row.get());
  } catch (error) {
    const other = error instanceof UniqueConstraintError;
    const theirs = other ? await findTaskDraft(context, task.taskKey) : undefined;
    if (!theirs) throw error;
    return theirs;
  }
}

/** What an answered task takes along; the rest that was uploaded for it is removed with its draft. */
export async function* takeTaskUploads(
  context: StoreContext,
  { draftId, files }: TakenUploads,
  transaction: Transaction,
): AsyncGenerator<NewDocument> {
  const row = await context.models.draft.findByPk(draftId, {
    transaction,
    lock: transaction.LOCK.UPDATE,
  });
  const stored = row?.get();
  if (!row || !stored || !isOpen(stored)) {
    throw new CaseError('draft-changed', `The uploads ${draftId} are gone`);
  }
  yield* takeDraftDocuments(context, opened(context.keys, stored), files, transaction);
  await row.destroy({ transaction });
}
