import type { FlagDecision, Payment } from '../../../core/cases/repositories.ts';
import { decideFlag, possibleDecisions } from '../../../core/payments/decide-flag.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { lineValue, oneValue } from '../../fields.ts';
import { HttpError } from '../../http-error.ts';

const PAYMENT_ID = /^[\w-]{1,80}$/;
const MAX_REASON = 200;

/**
 * What becomes of a payment that did not fit: decided once, under the lock of the case, whoever
 * clicks how often. Nothing is decided without a reason.
 */
export async function decidePayment(context: Context): Promise<Answer> {
  const { params, body, services, nowMs } = context;
  const id = params['id'] ?? '';
  const payment = PAYMENT_ID.test(id) ? await services.payments.find(id) : undefined;
  if (payment?.flag === undefined) throw new HttpError('not-found', 'no such flagged payment');
  const decision = oneValue(body, 'decision');
  const reason = lineValue(body, 'reason', MAX_REASON);
  if (!isDecision(decision) || reason === undefined) return redirect('/betrieb?hinweis=offen');
  const processEnded = await hasEnded(context, payment);
  let decided = false;
  await services.payments.update(id, 'operator', (current, ofFee) => {
    const step = decideFlag(current, { ofFee, processEnded }, { decision, reason }, nowMs);
    decided = step !== undefined;
    return step;
  });
  return redirect(`/betrieb?hinweis=${decided ? decision : 'offen'}`);
}

/** What the operator's page offers for one payment. */
export async function decisionsFor(context: Context, payment: Payment): Promise<FlagDecision[]> {
  const ofFee = await context.services.payments.ofFee(payment.feeId);
  return possibleDecisions(payment, { ofFee, processEnded: await hasEnded(context, payment) });
}

async function hasEnded({ services }: Context, { caseId }: Payment): Promise<boolean> {
  const process = await services.readModel.processState(caseId);
  return process !== undefined && process.state !== 'active';
}

function isDecision(text: string | undefined): text is FlagDecision {
  return text === 'accept' || text === 'refund' || text === 'dismiss';
}
