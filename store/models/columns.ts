import type { Model, ModelAttributeColumnOptions } from 'sequelize';
import { DataTypes } from 'sequelize';

/** Milliseconds and ids: `bigint` in the database (the driver answers text), a number here. */
export function bigNumber(name: string): ModelAttributeColumnOptions {
  return {
    type: DataTypes.BIGINT,
    get(this: Model) {
      const value: unknown = this.getDataValue(name);
      return value === null || value === undefined ? null : Number(value);
    },
  };
}

/** A fresh object each time: Sequelize writes the column's name into it. */
export const uuidKey = (): ModelAttributeColumnOptions => ({
  type: DataTypes.UUID,
  primaryKey: true,
});
export const textKey = (): ModelAttributeColumnOptions => ({
  type: DataTypes.TEXT,
  primaryKey: true,
});

/** Tables are made by migrations; names in the database are the snake case of ours. */
export function table(tableName: string) {
  return { tableName, modelName: tableName, underscored: true, timestamps: false } as const;
}
