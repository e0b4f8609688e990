import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, uuidKey } from './columns.ts';

export interface CaseRow {
  id: string;
  number: string;
  codeMac: string;
  draftId: string;
  procedureKey: string;
  bundleHash: string;
  locale: string;
  keyId: string;
  wrappedKey: Buffer;
  answers: Buffer;
  facts: Buffer;
  contact: Buffer;
  receivedAtMs: number;
  version: number;
  /** The audit chain's last entry, and how far the house's chain has seen it. */
  auditSequence: number;
  auditHead: string;
  anchoredSequence: number;
}

export type CaseModel = ModelStatic<Model<CaseRow, CaseRow>>;

export function defineCaseFile(sequelize: Sequelize): CaseModel {
  return sequelize.define(
    'case_file',
    {
      id: uuidKey(),
      number: DataTypes.TEXT,
      codeMac: DataTypes.TEXT,
      draftId: DataTypes.UUID,
      procedureKey: DataTypes.TEXT,
      bundleHash: DataTypes.TEXT,
      locale: DataTypes.TEXT,
      keyId: DataTypes.TEXT,
      wrappedKey: DataTypes.BLOB,
      answers: DataTypes.BLOB,
      facts: DataTypes.BLOB,
      contact: DataTypes.BLOB,
      receivedAtMs: bigNumber('receivedAtMs'),
      version: DataTypes.INTEGER,
      auditSequence: DataTypes.INTEGER,
      auditHead: DataTypes.TEXT,
      anchoredSequence: DataTypes.INTEGER,
    },
    table('case_file'),
  );
}
