import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import type { Effect } from '../../core/cases/repositories.ts';
import type { JsonValue } from '../../core/json.ts';
import { bigNumber, table, textKey } from './columns.ts';

export interface EffectRow {
  key: string;
  caseId: string;
  elementInstanceKey: string;
  topic: string;
  purpose: string;
  attempt: number;
  requestHash: string;
  state: Effect['state'];
  result: JsonValue | null;
  reason: string | null;
  intendedAtMs: number;
  endedAtMs: number | null;
}

export type EffectModel = ModelStatic<Model<EffectRow, EffectRow>>;

export function defineEffect(sequelize: Sequelize): EffectModel {
  return sequelize.define(
    'effect',
    {
      key: textKey(),
      caseId: DataTypes.UUID,
      elementInstanceKey: DataTypes.TEXT,
      topic: DataTypes.TEXT,
      purpose: DataTypes.TEXT,
      attempt: DataTypes.INTEGER,
      requestHash: DataTypes.TEXT,
      state: DataTypes.TEXT,
      result: DataTypes.JSONB,
      reason: DataTypes.TEXT,
      intendedAtMs: bigNumber('intendedAtMs'),
      endedAtMs: bigNumber('endedAtMs'),
    },
    table('effect'),
  );
}
