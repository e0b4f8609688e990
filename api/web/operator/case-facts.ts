import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { Payment } from '../../../core/cases/repositories.ts';
import { formatAmount, formatDateTime } from '../../../core/i18n/format.ts';
import { receivedCents } from '../../../core/payments/payment-money.ts';
import type { AnswerRow } from '../../../core/procedures/answer-rows.ts';
import { answeredForms } from '../../../core/procedures/answered-forms.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Context } from '../../context.ts';
import { paymentStateText } from '../payment/payment-words.ts';
import { positionRows } from '../payment/position-rows.ts';

/** Rows about one thing, under a heading. */
export interface FactGroup {
  readonly title: string;
  readonly rows: readonly AnswerRow[];
}

/** What staff has to know of a case for its task: all that was answered, and all that was paid. */
export async function caseFacts(
  context: Context,
  file: CaseFile,
  procedure: Procedure,
): Promise<FactGroup[]> {
  const { all } = await context.services.paymentView.ofCase(file.id);
  const taken = all.filter(({ paidAtMs }) => paidAtMs !== undefined);
  return [
    ...answeredForms(procedure, file, context),
    ...taken.map((payment) => paymentGroup(context, payment, procedure)),
  ];
}

/** In the words and figures that a specialist system asks for. */
function paymentGroup({ t, locale }: Context, payment: Payment, procedure: Procedure): FactGroup {
  const { paidAtMs, reference, transactionId } = payment;
  const positions = positionRows(payment, procedure, locale).map(
    ({ label, reference: number, amountCents }) =>
      `${label} (${number}): ${formatAmount(amountCents, locale)}`,
  );
  const rows: [string, string | undefined | readonly string[]][] = [
    [t('payment.amount'), formatAmount(receivedCents(payment), locale)],
    [t('payment.reference'), reference],
    [t('payment.paidAt'), paidAtMs === undefined ? undefined : formatDateTime(paidAtMs, locale)],
    [t('payment.state'), paymentStateText(payment, t)],
    [t('payment.transaction'), transactionId],
    [t('payment.positions'), positions],
  ];
  return { title: t('payment.title'), rows: rows.flatMap(([label, value]) => row(label, value)) };
}

function row(label: string, value: string | undefined | readonly string[]): AnswerRow[] {
  const lines = value === undefined ? [] : [value].flat();
  return lines.length === 0 ? [] : [{ label, lines }];
}
