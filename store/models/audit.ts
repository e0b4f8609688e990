import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import type { JsonObject } from '../../core/json.ts';
import { bigNumber, table } from './columns.ts';

export interface AuditRow {
  caseId: string;
  sequence: number;
  event: string;
  detail: JsonObject | null;
  actor: string;
  atMs: number;
  hash: string;
}

export interface AnchoredHead {
  caseId: string;
  sequence: number;
  hash: string;
}

export interface AnchorRow {
  sequence: number;
  atMs: number;
  heads: AnchoredHead[];
  hash: string;
}

export type AuditModel = ModelStatic<Model<AuditRow, AuditRow>>;
export type AnchorModel = ModelStatic<Model<AnchorRow, AnchorRow>>;

export function defineAudit(sequelize: Sequelize): AuditModel {
  return sequelize.define(
    'audit_entry',
    {
      caseId: { type: DataTypes.UUID, primaryKey: true },
      sequence: { type: DataTypes.INTEGER, primaryKey: true },
      event: DataTypes.TEXT,
      detail: DataTypes.JSONB,
      actor: DataTypes.TEXT,
      atMs: bigNumber('atMs'),
      hash: DataTypes.TEXT,
    },
    table('audit_entry'),
  );
}

export function defineAnchor(sequelize: Sequelize): AnchorModel {
  return sequelize.define(
    'audit_anchor',
    {
      sequence: { type: DataTypes.INTEGER, primaryKey: true },
      atMs: bigNumber('atMs'),
      heads: DataTypes.JSONB,
      hash: DataTypes.TEXT,
    },
    table('audit_anchor'),
  );
}
