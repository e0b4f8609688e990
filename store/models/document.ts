import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, uuidKey } from './columns.ts';

export interface DocumentRow {
  id: string;
  caseId: string;
  name: string;
  version: number;
  fileName: Buffer;
  mediaType: string;
  sizeBytes: number;
  chunks: number;
  sha256: string;
  forApplicant: boolean;
  createdAtMs: number;
}

export interface ChunkRow {
  documentId: string;
  position: number;
  content: Buffer;
}

export type DocumentModel = ModelStatic<Model<DocumentRow, DocumentRow>>;
export type ChunkModel = ModelStatic<Model<ChunkRow, ChunkRow>>;

export function defineDocument(sequelize: Sequelize): DocumentModel {
  return sequelize.define(
    'case_document',
    {
      id: uuidKey(),
      caseId: DataTypes.UUID,
      name: DataTypes.TEXT,
      version: DataTypes.INTEGER,
      fileName: DataTypes.BLOB,
      mediaType: DataTypes.TEXT,
      sizeBytes: DataTypes.INTEGER,
      chunks: DataTypes.INTEGER,
      sha256: DataTypes.TEXT,
      forApplicant: DataTypes.BOOLEAN,
      createdAtMs: bigNumber('createdAtMs'),
    },
    table('case_document'),
  );
}

export function defineChunk(sequelize: Sequelize): ChunkModel {
  return sequelize.define(
    'document_chunk',
    {
      documentId: { type: DataTypes.UUID, primaryKey: true },
      position: { type: DataTypes.INTEGER, primaryKey: true },
      content: DataTypes.BLOB,
    },
    table('document_chunk'),
  );
}
