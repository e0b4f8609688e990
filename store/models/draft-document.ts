import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, uuidKey } from './columns.ts';
import type { ChunkModel, ChunkRow } from './document.ts';

export interface DraftDocumentRow {
  id: string;
  draftId: string;
  component: string;
  /** Order within the field. */
  position: number;
  fileName: Buffer;
  mediaType: string;
  sizeBytes: number;
  chunks: number;
  sha256: string;
  createdAtMs: number;
}

export type DraftDocumentModel = ModelStatic<Model<DraftDocumentRow, DraftDocumentRow>>;

export function defineDraftDocument(sequelize: Sequelize): DraftDocumentModel {
  return sequelize.define(
    'draft_document',
    {
      id: uuidKey(),
      draftId: DataTypes.UUID,
      component: DataTypes.TEXT,
      position: DataTypes.INTEGER,
      fileName: DataTypes.BLOB,
      mediaType: DataTypes.TEXT,
      sizeBytes: DataTypes.INTEGER,
      chunks: DataTypes.INTEGER,
      sha256: DataTypes.TEXT,
      createdAtMs: bigNumber('createdAtMs'),
    },
    table('draft_document'),
  );
}

export function defineDraftChunk(sequelize: Sequelize): ChunkModel {
  return sequelize.define<Model<ChunkRow, ChunkRow>>(
    'draft_chunk',
    {
      documentId: { type: DataTypes.UUID, primaryKey: true },
      position: { type: DataTypes.INTEGER, primaryKey: true },
      content: DataTypes.BLOB,
    },
    table('draft_chunk'),
  );
}
