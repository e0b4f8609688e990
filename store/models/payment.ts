import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { DataTypes } from 'sequelize';
import type { Payment, PaymentStatus } from '../../core/cases/repositories.ts';
import { bigNumber, table, textKey } from './columns.ts';

export interface PaymentRow {
  id: string;
  caseId: string;
  feeId: string;
  attempt: number;
  amountCents: number;
  purpose: string;
  status: PaymentStatus;
  transactionId: string | null;
  redirectUrl: string | null;
  reference: string | null;
  createdAtMs: number;
  nextCheckAtMs: number;
  checks: number;
  expiresAtMs: number | null;
  costCentre: string | null;
  bookingKey: string | null;
  paidAtMs: number | null;
  refund: NonNullable<Payment['refund']> | null;
  flag: NonNullable<Payment['flag']> | null;
  flagClosedAtMs: number | null;
  flagDecision: NonNullable<Payment['flagDecision']> | null;
  positions: NonNullable<Payment['positions']> | null;
  receivedCents: number | null;
  refundCents: number | null;
  refundReason: string | null;
  refundedAtMs: number | null;
  notice: NonNullable<Payment['notice']> | null;
}

export type PaymentModel = ModelStatic<Model<PaymentRow, PaymentRow>>;

export function definePayment(sequelize: Sequelize): PaymentModel {
  return sequelize.define(
    'payment',
    {
      id: textKey(),
      caseId: DataTypes.UUID,
      feeId: DataTypes.TEXT,
      attempt: DataTypes.INTEGER,
      amountCents: DataTypes.INTEGER,
      purpose: DataTypes.TEXT,
      status: DataTypes.TEXT,
      transactionId: DataTypes.TEXT,
      redirectUrl: DataTypes.TEXT,
      reference: DataTypes.TEXT,
      createdAtMs: bigNumber('createdAtMs'),
      nextCheckAtMs: bigNumber('nextCheckAtMs'),
      checks: DataTypes.INTEGER,
      expiresAtMs: bigNumber('expiresAtMs'),
      costCentre: DataTypes.TEXT,
      bookingKey: DataTypes.TEXT,
      paidAtMs: bigNumber('paidAtMs'),
      refund: DataTypes.TEXT,
      flag: DataTypes.TEXT,
      flagClosedAtMs: bigNumber('flagClosedAtMs'),
      flagDecision: DataTypes.TEXT,
      positions: DataTypes.JSONB,
      receivedCents: DataTypes.INTEGER,
      refundCents: DataTypes.INTEGER,
      refundReason: DataTypes.TEXT,
      refundedAtMs: bigNumber('refundedAtMs'),
      notice: DataTypes.TEXT,
    },
    table('payment'),
  );
}
