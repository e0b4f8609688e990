import { randomUUID } from 'node:crypto';
import type { Model, Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { CaseChange } from '../../core/cases/case-file.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import { chainEntries, chainStart } from '../audit/chain.ts';
import { writeCommand } from '../commands/write-command.ts';
import { wrapKey } from '../crypto/data-key.ts';
import { sealJson } from '../crypto/seal.ts';
import { trackingCode, trackingMark } from '../crypto/tracking-code.ts';
import { takeDraftDocuments, type OpenedDraft } from '../draft-documents.ts';
import { isOpen, opened } from '../draft-rows.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { DraftRow } from '../models/draft.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { checkChange } from './apply-change.ts';
import { nextCaseNumber } from './case-number.ts';
import { writeDocument } from './documents.ts';
import { isUuid } from './is-uuid.ts';
import { writeEarlier } from './begun-from.ts';
import { writePerson } from './person-cases.ts';
import { caseOwner, readCase } from './read-case.ts';
import { writeSearch } from './search.ts';

type Submission = Parameters<CaseRepository['submit']>[1];
type Submitted = Awaited<ReturnType<CaseRepository['submit']>>;

/**
 * Makes a draft a case. The case keeps the draft's data key, wrapped anew for the case; the draft
 * keeps only the mark that it was submitted. The engine is not asked: its command waits in a row.
 */
export async function submitCase(
  context: StoreContext,
  draftId: string,
  submission: Submission,
): Promise<Submitted> {
  const before = isUuid(draftId) ? await context.models.draft.findByPk(draftId) : null;
  if (!before) throw new CaseError('draft-not-found', `There is no draft ${draftId}`);
  const submittedId = before.get().submittedCaseId;
  if (submittedId !== null) return submitted(context, submittedId, false);
  const number = await nextCaseNumber(context, submission.numberPrefix);
  const { caseId, created } = await inTransaction(context, (transaction) =>
    turnIntoCase(context, draftId, number, submission, transaction),
  );
  if (created) context.newCommands.fire();
  return submitted(context, caseId, created);
}

async function turnIntoCase(
  context: StoreContext,
  draftId: string,
  number: string,
  submission: Submission,
  transaction: Transaction,
): Promise<{ caseId: string; created: boolean }> {
  const { models } = context;
  const draft = await models.draft.findByPk(draftId, {
    transaction,
    lock: transaction.LOCK.UPDATE,
  });
  if (!draft) throw new CaseError('draft-not-found', `There is no draft ${draftId}`);
  const stored = { ...draft.get() };
  if (stored.submittedCaseId !== null) return { caseId: stored.submittedCaseId, created: false };
  const openedDraft = openToSubmit(context, stored, submission);
  const caseId = randomUUID();
  const command = submission.command(caseId);
  const change: CaseChange = {
    commands: [command],
    audit: [{ event: 'submitted', detail: { number, procedure: stored.procedureKey } }],
  };
  checkChange(change, submission.answers, submission.facts ?? {});
  const row = newCase(context, caseId, number, stored, openedDraft.dataKey, submission);
  const head = { caseId, sequence: 0, hash: chainStart(caseId) };
  const entries = chainEntries(head, change.audit, submission.actor, context.clock.now());
  const last = entries.at(-1);
  await models.caseFile.create(
    { ...row, auditSequence: last?.sequence ?? 0, auditHead: last?.hash ?? head.hash },
    { transaction },
  );
  await models.audit.bulkCreate(entries, { transaction });
  await writeSearch(context, caseId, submission.contact, transaction);
  await writePerson(context, caseId, stored.ownerMac, transaction);
  await writeEarlier(context, caseId, submission.earlier, transaction);
  await writeCommand(context, caseId, command, transaction);
  await moveUploads(context, openedDraft, caseId, submission, transaction);
  await empty(draft, caseId, transaction);
  return { caseId, created: true };
}

function openToSubmit(
  { keys, clock }: StoreContext,
  draft: DraftRow,
  { draftVersion }: Submission,
): OpenedDraft {
  if (draft.expiresAtMs <= clock.now()) {
    throw new CaseError('draft-expired', `Draft ${draft.id} has expired`);
  }
  if (draftVersion !== undefined && draftVersion !== draft.version) {
    throw new CaseError('draft-changed', `Draft ${draft.id} was saved meanwhile`);
  }
  if (!isOpen(draft)) throw new CaseError('draft-not-found', `Draft ${draft.id} is empty`);
  return opened(keys, draft);
}

async function moveUploads(
  context: StoreContext,
  draft: OpenedDraft,
  caseId: string,
  { uploads = [] }: Submission,
  transaction: Transaction,
): Promise<void> {
  for await (const upload of takeDraftDocuments(context, draft, uploads, transaction)) {
    await writeDocument(context, caseId, draft.dataKey, upload, transaction);
  }
}

function newCase(
  { keys, clock }: StoreContext,
  caseId: string,
  number: string,
  draft: DraftRow,
  dataKey: Buffer,
  submission: Submission,
): CaseRow {
  const place = caseOwner(caseId);
  return {
    id: caseId,
    number,
    codeMac: trackingMark(keys, number, trackingCode(keys, caseId)),
    draftId: draft.id,
    procedureKey: draft.procedureKey,
    bundleHash: draft.bundleHash,
    locale: draft.locale,
    ...wrapKey(keys, place, dataKey),
    answers: sealJson(dataKey, `${place}:answers`, submission.answers),
    facts: sealJson(dataKey, `${place}:facts`, submission.facts ?? {}),
    contact: sealJson(dataKey, `${place}:contact`, { ...submission.contact }),
    receivedAtMs: clock.now(),
    version: 1,
    auditSequence: 0,
    auditHead: '',
    anchoredSequence: 0,
  };
}

async function empty(
  draft: Model<DraftRow, DraftRow>,
  submittedCaseId: string,
  transaction: Transaction,
): Promise<void> {
  await draft.update(
    { submittedCaseId, keyId: null, wrappedKey: null, answers: null, contact: null, entries: null },
    { transaction },
  );
}

async function submitted(
  context: StoreContext,
  caseId: string,
  created: boolean,
): Promise<Submitted> {
  const row = await context.models.caseFile.findByPk(caseId);
  if (!row) throw new CaseError('case-not-found', `Case ${caseId} is gone`);
  const file = await readCase(context, row.get());
  return { file, trackingCode: trackingCode(context.keys, caseId), created };
}
