import type { Payment } from '../../../core/cases/repositories.ts';
import { receivedCents } from '../../../core/payments/payment-money.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { openCaseOf } from '../../open-case.ts';
import { paymentWord } from './payment-words.ts';

const ID = /^[\w-]{8,64}$/;
const RECHECK_MS = 3_000;

type Outcome = Exclude<ReturnType<typeof paymentWord>, 'creating'> | 'unavailable';
type Tone = 'success' | 'info' | 'warning' | 'danger';

const TONES: Readonly<Record<Outcome, Tone>> = {
  paid: 'success',
  refunded: 'info',
  open: 'info',
  unavailable: 'warning',
  refused: 'danger',
  abandoned: 'warning',
  expired: 'warning',
  unanswered: 'warning',
  'in-review': 'warning',
  dismissed: 'danger',
};

/**
 * Where the payment service sends people back. That somebody comes proves nothing, whatever stands
 * in the address: the service is asked. What it says is shown only to whom the case is open, by its
 * code or by the account of its applicant; an id that does not exist looks like one of somebody else.
 */
export async function showPaymentReturn(context: Context): Promise<Answer> {
  const { params, services } = context;
  const id = params['paymentId'] ?? '';
  const settled = ID.test(id) ? await services.paymentView.settle(id) : undefined;
  const file = settled && (await services.cases.find(settled.payment.caseId));
  const opened = file && (await openCaseOf(context, file.number));
  if (!settled || !file || opened?.id !== file.id) return closedReturn(context);
  return returnPage(context, settled.payment, file.number, settled.answered);
}

function returnPage(context: Context, payment: Payment, number: string, answered: boolean): Answer {
  const { t } = context;
  const outcome = outcomeOf(payment, answered);
  const isOpen = outcome === 'open' || outcome === 'unavailable';
  const view = {
    number,
    tone: TONES[outcome],
    heading: t(`return.${outcome}.heading`),
    text: t(`return.${outcome}.text`),
    amountCents: receivedCents(payment),
    reference: payment.reference,
    refreshMs: isOpen ? RECHECK_MS : 0,
    stateMark: `${outcome} ${payment.status}`,
    actions: actions(context, outcome, payment, number),
  };
  return page('payment-return', t('return.title'), view);
}

function outcomeOf(payment: Payment, answered: boolean): Outcome {
  const word = paymentWord(payment);
  if (word !== 'open' && word !== 'creating') return word;
  return answered ? 'open' : 'unavailable';
}

function actions({ t }: Context, outcome: Outcome, payment: Payment, number: string): Action[] {
  const status = { href: `/vorgang/${number}`, label: t('return.status') };
  switch (outcome) {
    case 'open':
    case 'unavailable':
      return [
        { kind: 'primary', href: `/zahlung/rueckkehr/${payment.id}`, label: t('return.check') },
        { kind: 'secondary', ...status },
      ];
    case 'refused':
    case 'abandoned':
    case 'dismissed':
      // The process opens the way to try again: the status page knows which.
      return [{ kind: 'primary', href: status.href, label: t('return.retry') }];
    default:
      return [{ kind: 'primary', ...status }];
  }
}

interface Action {
  readonly kind: 'primary' | 'secondary';
  readonly href: string;
  readonly label: string;
}

function closedReturn({ t }: Context): Answer {
  const view = {
    number: undefined,
    tone: 'info',
    heading: t('return.closed.heading'),
    text: t('return.closed.text'),
    amountCents: undefined,
    reference: undefined,
    refreshMs: 0,
    stateMark: 'closed',
    actions: [{ kind: 'primary', href: '/verfolgen', label: t('return.open') }],
  };
  return page('payment-return', t('return.title'), view, { section: 'tracking' });
}
