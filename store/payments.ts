import type { Transaction } from 'sequelize';
import { Op } from 'sequelize';
import { CaseError } from '../core/cases/case-error.ts';
import type { Payment, PaymentRepository } from '../core/cases/repositories.ts';
import { applyChange } from './cases/apply-change.ts';
import { isUuid } from './cases/is-uuid.ts';
import { lockCase } from './cases/lock-case.ts';
import type { PaymentRow } from './models/payment.ts';
import type { StoreContext } from './store-context.ts';
import { inTransaction } from './store-context.ts';

export function makePaymentRepository(context: StoreContext): PaymentRepository {
  const { models } = context;
  return {
    async find(id) {
      const row = await models.payment.findByPk(id.replaceAll('\0', ''));
      return row ? toPayment(row.get()) : undefined;
    },
    ofFee: (feeId) => attempts(context, { feeId }),
    ofCase: async (caseId) => (isUuid(caseId) ? attempts(context, { caseId }) : []),
    async create(payment) {
      const { feeId, attempt } = payment;
      await models.payment.bulkCreate([toRow(payment)], { ignoreDuplicates: true });
      const row = await models.payment.findOne({ where: { feeId, attempt } });
      if (!row) throw new CaseError('payment-not-found', `Payment ${payment.id} exists elsewhere`);
      return toPayment(row.get());
    },
    async dueForCheck(nowMs, limit) {
      const rows = await models.payment.findAll({
        where: {
          [Op.or]: [
            { status: { [Op.in]: ['open', 'expired'] } },
            { status: 'in-doubt', transactionId: null },
          ],
          nextCheckAtMs: { [Op.lte]: nowMs },
        },
        order: [['nextCheckAtMs', 'ASC']],
        limit,
      });
      return rows.map((row) => toPayment(row.get()));
    },
    async dueForRefund(limit) {
      const rows = await models.payment.findAll({
        where: { refund: 'due' },
        order: [['id', 'ASC']],
        limit,
      });
      return rows.map((row) => toPayment(row.get()));
    },
    async dueForNotice(limit) {
      const rows = await models.payment.findAll({
        where: { refund: 'done', notice: 'due' },
        order: [['id', 'ASC']],
        limit,
      });
      return rows.map((row) => toPayment(row.get()));
    },
    async flagged(limit) {
      const rows = await models.payment.findAll({
        where: { flag: { [Op.ne]: null }, flagClosedAtMs: null },
        order: [['createdAtMs', 'DESC']],
        limit,
      });
      return rows.map((row) => toPayment(row.get()));
    },
    update: (id, actor, decide) => updatePayment(context, id, actor, decide),
  };
}

async function attempts(
  { models }: StoreContext,
  where: { feeId: string } | { caseId: string },
  transaction?: Transaction,
): Promise<Payment[]> {
  const rows = await models.payment.findAll({
    where,
    order: [
      ['feeId', 'ASC'],
      ['attempt', 'ASC'],
    ],
    ...(transaction ? { transaction } : {}),
  });
  return rows.map((row) => toPayment(row.get()));
}

async function updatePayment(
  context: StoreContext,
  ...[id, actor, decide]: Parameters<PaymentRepository['update']>
): Promise<Payment> {
  const caseId = (await context.models.payment.findByPk(id))?.get().caseId;
  if (caseId === undefined) throw new CaseError('payment-not-found', `There is no payment ${id}`);
  const { payment, commands } = await inTransaction(context, async (transaction) => {
    // The case is the lock for all its payments: two attempts of a fee are settled one by one.
    const locked = await lockCase(context, caseId, transaction);
    const model = await context.models.payment.findByPk(id, { transaction });
    if (!model) throw new CaseError('payment-not-found', `There is no payment ${id}`);
    const before = toPayment(model.get());
    const ofFee = await attempts(context, { feeId: before.feeId }, transaction);
    const step = decide(before, ofFee);
    if (!step) return { payment: before, commands: 0 };
    await model.update(toRow({ ...before, ...step.payment, id, caseId }), { transaction });
    if (step.change) await applyChange(context, locked, actor, step.change, transaction);
    const written = step.change?.commands?.length ?? 0;
    return { payment: toPayment(model.get()), commands: written };
  });
  if (commands > 0) context.newCommands.fire();
  return payment;
}

function toRow(payment: Payment): PaymentRow {
  return {
    ...payment,
    transactionId: payment.transactionId ?? null,
    redirectUrl: payment.redirectUrl ?? null,
    reference: payment.reference ?? null,
    expiresAtMs: payment.expiresAtMs ?? null,
    costCentre: payment.costCentre ?? null,
    bookingKey: payment.bookingKey ?? null,
    paidAtMs: payment.paidAtMs ?? null,
    refund: payment.refund ?? null,
    flag: payment.flag ?? null,
    flagClosedAtMs: payment.flagClosedAtMs ?? null,
    flagDecision: payment.flagDecision ?? null,
    positions: payment.positions ?? null,
    receivedCents: payment.receivedCents ?? null,
    refundCents: payment.refundCents ?? null,
    refundReason: payment.refundReason ?? null,
    refundedAtMs: payment.refundedAtMs ?? null,
    notice: payment.notice ?? null,
  };
}

/** What the database holds as null is absent here. */
function toPayment(row: PaymentRow): Payment {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(present) as unknown as Payment;
}
