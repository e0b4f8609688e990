import type { ProcessState } from '../../../core/cases/process-state.ts';
import type { Payment } from '../../../core/cases/repositories.ts';
import { taskAnswersOf } from '../../../core/cases/task-answers.ts';
import { formatAmount } from '../../../core/i18n/format.ts';
import { isInReview, paysFee } from '../../../core/payments/payment-money.ts';
import { caseStatus } from '../../../core/procedures/case-status.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import type { CaseContext } from '../../context.ts';

/**
 * What the applicant reads of where the case stands. The process alone does not know it: money that
 * somebody looks at and answers that the engine has still to take count as well. Whoever shows it to
 * others, such as staff, asks here too, so that nobody contradicts the applicant.
 */
export function shownStatus(
  context: CaseContext,
  process: ProcessState | undefined,
  payments: readonly Payment[],
): CaseStatus {
  const { procedure, locale, nowMs } = context;
  const status = caseStatus(procedure, process, locale, nowMs);
  return answered(context, inReview(context, status, payments));
}

/** Of a case that only waits, such as a valid permit, nobody says that it is closed. */
export function turnText({ state, turn, turnText: own }: CaseStatus, t: CaseContext['t']): string {
  if (turn !== 'nobody' || state === 'ended') return t(`status.turn.${turn}`);
  return own ?? t('status.turn.waiting');
}

/** While a person looks at a payment, nobody is asked to pay. */
function inReview(
  { t, locale }: CaseContext,
  status: CaseStatus,
  payments: readonly Payment[],
): CaseStatus {
  const payment = payments.find((one) => isInReview(one) && one.status !== 'expired');
  // With another payment the fee is paid, and the case goes on.
  if (!payment || status.state === 'ended' || payments.some(paysFee)) return status;
  const { next: _next, dueAtMs: _dueAtMs, ...rest } = status;
  const explanation =
    payment.receivedCents === undefined
      ? t('status.reviewText')
      : t('status.reviewAmountText', {
          received: formatAmount(payment.receivedCents, locale),
          expected: formatAmount(payment.amountCents, locale),
        });
  return {
    ...rest,
    headline: t('status.review'),
    explanation,
    turn: 'office',
    demands: status.demands.filter((demand) => demand.payment === undefined),
  };
}

/** Tasks that were answered are gone at once: until the engine takes the answer, the process still asks. */
function answered({ file, t }: CaseContext, status: CaseStatus): CaseStatus {
  const answers = taskAnswersOf(file.facts);
  const demands = status.demands.filter(
    ({ taskKey }) => taskKey === undefined || !Object.hasOwn(answers, taskKey),
  );
  if (demands.length === status.demands.length || demands.length > 0) return { ...status, demands };
  const { next: _next, dueAtMs: _dueAtMs, ...rest } = status;
  const words = { headline: t('status.answered'), explanation: t('status.answeredText') };
  return { ...rest, ...words, turn: 'office', demands };
}
