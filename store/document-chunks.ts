import { createHash } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { CaseError } from '../core/cases/case-error.ts';
import { seal, unseal } from './crypto/seal.ts';
import type { ChunkModel } from './models/document.ts';

const CHUNK_BYTES = 256 * 1024;

/** Where the content of one document lies, sealed in chunks. */
export interface ChunkPlace {
  readonly model: ChunkModel;
  readonly dataKey: Buffer;
  /** Such as `case:<id>:document:<id>`. */
  readonly place: string;
  readonly documentId: string;
}

export function measureContent(content: Uint8Array): {
  sizeBytes: number;
  chunks: number;
  sha256: string;
} {
  return {
    sizeBytes: content.byteLength,
    chunks: chunksOf(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

function chunksOf({ byteLength }: Uint8Array): number {
  return Math.ceil(byteLength / CHUNK_BYTES);
}

export async function writeChunks(
  { model, dataKey, place, documentId }: ChunkPlace,
  content: Uint8Array,
  transaction: Transaction,
): Promise<void> {
  const chunks = chunksOf(content);
  for (let position = 0; position < chunks; position += 1) {
    const part = content.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES);
    const sealed = seal(dataKey, partOf(place, position, chunks), part);
    await model.create({ documentId, position, content: sealed }, { transaction });
  }
}

/** Throws `CaseError('ciphertext-damaged')` when chunks are changed, moved or missing. */
export async function readChunks(
  { model, dataKey, place, documentId }: ChunkPlace,
  chunks: number,
  transaction?: Transaction,
): Promise<Uint8Array> {
  const stored = await model.findAll({
    where: { documentId },
    order: [['position', 'ASC']],
    ...(transaction ? { transaction } : {}),
  });
  const parts = stored.map((chunk, at) =>
    unseal(dataKey, partOf(place, at, chunks), chunk.get().content),
  );
  if (parts.length !== chunks) throw notAsStored(documentId);
  return Buffer.concat(parts);
}

export function notAsStored(documentId: string): CaseError {
  return new CaseError('ciphertext-damaged', `Document ${documentId} is not what was stored`);
}

/** Binds a chunk to its place: none can be left out, repeated or moved unseen. */
function partOf(place: string, position: number, chunks: number): string {
  return `${place}:${position}/${chunks}`;
}
