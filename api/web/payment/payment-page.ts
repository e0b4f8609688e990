import type { Payment } from '../../../core/cases/repositories.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { serviceTitle } from '../service-texts.ts';
import { payableAttempt, paymentStateText, paymentWord } from './payment-words.ts';
import { positionRows } from './position-rows.ts';

type Situation = 'open' | 'paid' | 'waiting' | 'review' | 'again' | 'none';

const SITUATIONS: Readonly<Record<ReturnType<typeof paymentWord>, Situation>> = {
  creating: 'waiting',
  open: 'open',
  paid: 'paid',
  refunded: 'none',
  refused: 'again',
  abandoned: 'again',
  expired: 'none',
  unanswered: 'waiting',
  'in-review': 'review',
  dismissed: 'again',
};

/** What is to be paid, what for, and the way to the payment service. */
export async function showPayment(context: CaseContext): Promise<Answer> {
  const { file, procedure, services, locale, t } = context;
  const { current, all } = await services.paymentView.ofCase(file.id);
  const situation = current ? SITUATIONS[paymentWord(current)] : 'none';
  const view = {
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    backHref: `/vorgang/${file.number}`,
    heading: t(`payment.heading.${situation}`),
    text: t(`payment.text.${situation}`),
    payment: current && paymentView(current, context),
    payHref: payableAttempt(all) ? `/vorgang/${file.number}/zahlung/weiter` : undefined,
  };
  return page('payment', t('payment.title'), view);
}

/**
 * To the payment service. A link, not a form: it changes nothing here, and a form's redirect to
 * another origin is what the page's own rules forbid. Who has paid meanwhile is not sent again.
 */
export async function goToPayment(context: CaseContext): Promise<Answer> {
  const { file, services } = context;
  const before = payableAttempt((await services.paymentView.ofCase(file.id)).all);
  if (!before) return redirect(`/vorgang/${file.number}/zahlung`);
  const settled = await services.paymentView.settle(before.id);
  const payment = settled && payableAttempt([settled.payment]);
  if (payment?.redirectUrl === undefined) return redirect(`/vorgang/${file.number}/zahlung`);
  return { type: 'leave', to: payment.redirectUrl };
}

function paymentView(payment: Payment, { t, procedure, locale }: CaseContext): object {
  return {
    amountCents: payment.amountCents,
    purpose: payment.purpose,
    reference: payment.reference,
    stateText: paymentStateText(payment, t),
    positions: positionRows(payment, procedure, locale),
  };
}
