import type { Payment } from '../../../core/cases/repositories.ts';
import { formatAmount, formatDate } from '../../../core/i18n/format.ts';
import { moneyNote } from '../../../core/payments/money-note.ts';
import { isHouseRefund, receivedCents, refundCents } from '../../../core/payments/payment-money.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import type { CaseContext } from '../../context.ts';
import { paymentStateText } from '../payment/payment-words.ts';
import { positionRows } from '../payment/position-rows.ts';

/** Payments and what goes back of them: a refund is a row of its own. */
export function paymentRows(context: CaseContext, payments: readonly Payment[]): object[] {
  return payments
    .filter(({ status }) => status !== 'creating')
    .flatMap((payment) => [paymentRow(context, payment), ...refundRows(context, payment)]);
}

function paymentRow({ t, procedure, locale }: CaseContext, payment: Payment): object {
  return {
    amountCents: receivedCents(payment),
    stateText: paymentStateText(payment, t),
    detail: `${formatDate(payment.createdAtMs, locale)}, ${t('payment.reference')} ${payment.reference ?? '–'}`,
    positions: positionRows(payment, procedure, locale),
  };
}

function refundRows({ t, locale }: CaseContext, payment: Payment): object[] {
  const { refund, refundReason, refundedAtMs } = payment;
  if (refund === undefined) return [];
  const reason = isHouseRefund(refundReason) ? refundReason : 'process';
  const date = refundedAtMs === undefined ? '' : formatDate(refundedAtMs, locale);
  return [
    {
      amountCents: refundCents(payment),
      stateText: t(`refund.reason.${reason}`),
      detail: date === '' ? t('refund.state.due') : t('refund.state.done', { date }),
      positions: [],
    },
  ];
}

/** True of the money of a case that has ended, whatever its process knew. */
export function moneyText(
  { t, locale }: CaseContext,
  status: CaseStatus,
  payments: readonly Payment[],
): string | undefined {
  const found = status.state === 'ended' ? moneyNote(payments) : undefined;
  if (!found) return undefined;
  const amount = 'amountCents' in found ? formatAmount(found.amountCents, locale) : '';
  return t(`money.${found.note}`, { amount });
}
