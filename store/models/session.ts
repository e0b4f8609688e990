import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import { bigNumber, table, textKey } from './columns.ts';

export interface SessionRow {
  key: string;
  content: string;
  expiresAtMs: number;
}

export type SessionModel = ModelStatic<Model<SessionRow, SessionRow>>;

export function defineSession(sequelize: Sequelize): SessionModel {
  return sequelize.define(
    'portal_session',
    { key: textKey(), content: DataTypes.TEXT, expiresAtMs: bigNumber('expiresAtMs') },
    table('portal_session'),
  );
}
