import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, uuidKey } from './columns.ts';

export interface DraftRow {
  id: string;
  tokenHash: string;
  procedureKey: string;
  bundleHash: string;
  locale: string;
  /** These five are null once the draft has become a case. */
  keyId: string | null;
  wrappedKey: Buffer | null;
  answers: Buffer | null;
  contact: Buffer | null;
  /** Null in drafts of before there were entries, too. */
  entries: Buffer | null;
  completedSteps: string[];
  version: number;
  createdAtMs: number;
  expiresAtMs: number;
  submittedCaseId: string | null;
  /** Blind index of the person's account; null: of whoever has the link. */
  ownerMac: string | null;
  /** Of the task whose uploads it holds; null: an application. */
  taskKey: string | null;
}

export type DraftModel = ModelStatic<Model<DraftRow, DraftRow>>;

export function defineDraft(sequelize: Sequelize): DraftModel {
  return sequelize.define(
    'draft',
    {
      id: uuidKey(),
      tokenHash: DataTypes.TEXT,
      procedureKey: DataTypes.TEXT,
      bundleHash: DataTypes.TEXT,
      locale: DataTypes.TEXT,
      keyId: DataTypes.TEXT,
      wrappedKey: DataTypes.BLOB,
      answers: DataTypes.BLOB,
      contact: DataTypes.BLOB,
      entries: DataTypes.BLOB,
      completedSteps: DataTypes.JSONB,
      version: DataTypes.INTEGER,
      createdAtMs: bigNumber('createdAtMs'),
      expiresAtMs: bigNumber('expiresAtMs'),
      submittedCaseId: DataTypes.UUID,
      ownerMac: DataTypes.TEXT,
      taskKey: DataTypes.TEXT,
    },
    table('draft'),
  );
}
