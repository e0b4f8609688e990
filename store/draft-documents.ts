import { createHmac, randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { CaseError } from '../core/cases/case-error.ts';
import type {
  DraftDocument,
  NewDocument,
  NewDraftDocument,
  SameFile,
} from '../core/cases/case-file.ts';
import { MAX_DRAFT_BYTES } from '../core/uploads/upload-limits.ts';
import { seal, unseal } from './crypto/seal.ts';
import {
  measureContent,
  notAsStored,
  readChunks,
  writeChunks,
  type ChunkPlace,
} from './document-chunks.ts';
import type { DraftDocumentRow } from './models/draft-document.ts';
import type { StoreContext } from './store-context.ts';

/** The key that opens a draft, and which draft. */
export interface OpenedDraft {
  readonly id: string;
  readonly dataKey: Buffer;
}

export async function listDraftDocuments(
  context: StoreContext,
  { id, dataKey }: OpenedDraft,
  transaction?: Transaction,
): Promise<DraftDocument[]> {
  const rows = await rowsOf(context, id, transaction);
  return rows.map((row) => ({
    id: row.id,
    component: row.component,
    fileName: unseal(dataKey, namePlace(row), row.fileName).toString('utf8'),
    mediaType: row.mediaType,
    sizeBytes: row.sizeBytes,
  }));
}

/** The draft is locked. `kept`: something was written. */
export async function addDraftDocument(
  context: StoreContext,
  draft: OpenedDraft,
  document: NewDraftDocument,
  transaction: Transaction,
): Promise<'kept' | 'there' | SameFile | 'too-many' | 'too-much'> {
  const rows = await rowsOf(context, draft.id, transaction);
  const measured = measureContent(document.content);
  const mark = contentMark(draft, measured.sha256);
  const own = rows.filter(({ component }) => component === document.component);
  const same = own.find(({ sha256 }) => sha256 === mark);
  if (same) {
    const sameAs = unseal(draft.dataKey, namePlace(same), same.fileName).toString('utf8');
    return sameAs === document.fileName ? 'there' : { sameAs };
  }
  const replaced =
    own.find(({ id }) => id === document.replaces) ??
    (document.maxFiles === 1 ? own[0] : undefined);
  const rest = rows.filter((row) => row !== replaced);
  if (!replaced && own.length >= document.maxFiles) return 'too-many';
  const total = rest.reduce((sum, { sizeBytes }) => sum + sizeBytes, measured.sizeBytes);
  if (total > MAX_DRAFT_BYTES) return 'too-much';
  if (replaced) await removeRow(context, replaced.id, transaction);
  const last = Math.max(0, ...rows.map(({ position }) => position));
  const row = { id: randomUUID(), draftId: draft.id };
  await context.models.draftDocument.create(
    {
      ...row,
      component: document.component,
      position: replaced?.position ?? last + 1,
      fileName: seal(draft.dataKey, namePlace(row), Buffer.from(document.fileName)),
      mediaType: document.mediaType,
      ...measured,
      sha256: mark,
      createdAtMs: context.clock.now(),
    },
    { transaction },
  );
  await writeChunks(placeOf(context, draft, row.id), document.content, transaction);
  return 'kept';
}

/** @returns whether it was there */
export async function removeDraftDocument(
  context: StoreContext,
  draftId: string,
  documentId: string,
  transaction: Transaction,
): Promise<boolean> {
  const rows = await rowsOf(context, draftId, transaction);
  if (!rows.some(({ id }) => id === documentId)) return false;
  await removeRow(context, documentId, transaction);
  return true;
}

export async function readDraftDocument(
  context: StoreContext,
  draft: OpenedDraft,
  documentId: string,
  transaction?: Transaction,
): Promise<Uint8Array | undefined> {
  const row = (await rowsOf(context, draft.id, transaction)).find(({ id }) => id === documentId);
  return row && openContent(context, draft, row, transaction);
}

/**
 * What a submission takes along, as documents of the case. They are read in full and sealed anew
 * for their new place; the draft's own are removed.
 */
export async function* takeDraftDocuments(
  context: StoreContext,
  draft: OpenedDraft,
  wanted: readonly { readonly draftDocumentId: string; readonly name: string }[],
  transaction: Transaction,
): AsyncGenerator<NewDocument> {
  const rows = await rowsOf(context, draft.id, transaction);
  for (const { draftDocumentId, name } of wanted) {
    const row = rows.find(({ id }) => id === draftDocumentId);
    if (!row) throw new CaseError('draft-changed', `An upload of draft ${draft.id} is gone`);
    const fileName = unseal(draft.dataKey, namePlace(row), row.fileName).toString('utf8');
    const content = await openContent(context, draft, row, transaction);
    yield { name, fileName, mediaType: row.mediaType, content, forApplicant: false };
  }
  await context.models.draftDocument.destroy({ where: { draftId: draft.id }, transaction });
}

async function rowsOf(
  { models }: StoreContext,
  draftId: string,
  transaction?: Transaction,
): Promise<DraftDocumentRow[]> {
  const rows = await models.draftDocument.findAll({
    where: { draftId },
    order: [['position', 'ASC']],
    ...(transaction ? { transaction } : {}),
  });
  return rows.map((row) => row.get());
}

async function removeRow(
  { models }: StoreContext,
  id: string,
  transaction: Transaction,
): Promise<void> {
  await models.draftDocument.destroy({ where: { id }, transaction });
}

async function openContent(
  context: StoreContext,
  draft: OpenedDraft,
  row: DraftDocumentRow,
  transaction?: Transaction,
): Promise<Uint8Array> {
  const content = await readChunks(placeOf(context, draft, row.id), row.chunks, transaction);
  if (contentMark(draft, measureContent(content).sha256) !== row.sha256) {
    throw notAsStored(row.id);
  }
  return content;
}

/** Tells the same content again, within one draft only: a plain hash would tell it of anybody. */
function contentMark({ dataKey }: OpenedDraft, sha256: string): string {
  return createHmac('sha256', dataKey).update(sha256).digest('hex');
}

function namePlace({ id, draftId }: { readonly id: string; readonly draftId: string }): string {
  return `draft:${draftId}:document:${id}:name`;
}

function placeOf(
  { models }: StoreContext,
  { id, dataKey }: OpenedDraft,
  documentId: string,
): ChunkPlace {
  const place = `draft:${id}:document:${documentId}`;
  return { model: models.draftChunk, dataKey, place, documentId };
}
