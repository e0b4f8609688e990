import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, textKey } from './columns.ts';

export interface BundleRow {
  hash: string;
  key: string;
  /** Path and text, in the order of the bundle. */
  files: [string, string][];
  createdAtMs: number;
}

export interface OfferedRow {
  key: string;
  bundleHash: string;
}

export type BundleModel = ModelStatic<Model<BundleRow, BundleRow>>;
export type OfferedModel = ModelStatic<Model<OfferedRow, OfferedRow>>;

export function defineBundle(sequelize: Sequelize): BundleModel {
  return sequelize.define(
    'bundle',
    {
      hash: textKey(),
      key: DataTypes.TEXT,
      files: DataTypes.JSONB,
      createdAtMs: bigNumber('createdAtMs'),
    },
    table('bundle'),
  );
}

export function defineOffered(sequelize: Sequelize): OfferedModel {
  return sequelize.define(
    'offered_bundle',
    { key: textKey(), bundleHash: DataTypes.TEXT },
    table('offered_bundle'),
  );
}
