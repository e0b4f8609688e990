import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { NewDocument } from '../../core/cases/case-file.ts';
import { MAX_DOCUMENT_BYTES } from '../check-value.ts';
import { seal } from '../crypto/seal.ts';
import {
  measureContent,
  notAsStored,
  readChunks,
  writeChunks,
  type ChunkPlace,
} from '../document-chunks.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { StoreContext } from '../store-context.ts';
import { caseOwner, dataKeyOf, fileNamePlace } from './read-case.ts';

export function checkDocument(document: NewDocument): void {
  const bytes = document.content.byteLength;
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw new CaseError(
    'document-too-large',
    `Document ${document.name} has ${bytes} bytes, at most ${MAX_DOCUMENT_BYTES} fit`,
  );
}

/** The case is locked, so that versions of a name follow one another. */
export async function writeDocument(
  context: StoreContext,
  caseId: string,
  dataKey: Buffer,
  document: NewDocument,
  transaction: Transaction,
): Promise<void> {
  const { models, clock } = context;
  const id = randomUUID();
  const { name, content } = document;
  const before = await models.document.count({
    where: { caseId, name },
    transaction,
  });
  await models.document.create(
    {
      id,
      caseId,
      name,
      version: before + 1,
      fileName: seal(dataKey, fileNamePlace(caseId, id), Buffer.from(document.fileName)),
      mediaType: document.mediaType,
      ...measureContent(content),
      forApplicant: document.forApplicant,
      createdAtMs: clock.now(),
    },
    { transaction },
  );
  await writeChunks(placeOf(context, caseId, dataKey, id), content, transaction);
}

export async function readDocument(
  context: StoreContext,
  row: CaseRow,
  documentId: string,
): Promise<Uint8Array | undefined> {
  const found = await context.models.document.findOne({
    where: { id: documentId, caseId: row.id },
  });
  if (!found) return undefined;
  const place = placeOf(context, row.id, dataKeyOf(context, row), documentId);
  const { chunks, sha256 } = found.get();
  const content = await readChunks(place, chunks);
  if (measureContent(content).sha256 !== sha256) throw notAsStored(documentId);
  return content;
}

function placeOf(
  { models }: StoreContext,
  caseId: string,
  dataKey: Buffer,
  documentId: string,
): ChunkPlace {
  const place = `${caseOwner(caseId)}:document:${documentId}`;
  return { model: models.chunk, dataKey, place, documentId };
}
