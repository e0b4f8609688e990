import { performOnce } from '../core/effects/perform-once.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import type { Payment } from '../core/cases/repositories.ts';
import { isHouseRefund, paysFee, refundCents } from '../core/payments/payment-money.ts';
import type { Procedure, ProcedureCatalogue } from '../core/procedures/procedure.ts';
import { sendMail } from './send-mail.ts';
import { templateValues } from '../core/letters/template-values.ts';
import type { WorkerPorts } from './worker-ports.ts';

export type TellPorts = Pick<
  WorkerPorts,
  'payments' | 'effects' | 'cases' | 'clock' | 'mail' | 'render' | 'publicUrl'
> & {
  readonly procedures: Pick<ProcedureCatalogue, 'byHash'>;
};

/** Comes with the building block that collects fees. */
const TEMPLATE = '_building-blocks/collect-fee/templates/money-back.mail.hbs';
const ACTOR = 'system';

/**
 * A mail to whoever paid something that the house gives back. No process does it: the case may have
 * ended long ago.
 */
export async function tellRefund(ports: TellPorts, payment: Payment): Promise<void> {
  const file = await ports.cases.find(payment.caseId);
  const procedure = file && (await ports.procedures.byHash(file.bundleHash));
  const notified =
    file && procedure?.templates.has(TEMPLATE)
      ? await mail(ports, payment, file, procedure)
      : false;
  await ports.payments.update(payment.id, ACTOR, ({ notice }) => {
    if (notice !== 'due') return undefined;
    const detail = { paymentId: payment.id, notified };
    return {
      payment: { notice: 'done' },
      change: { audit: [{ event: 'payment-refund-told', detail }] },
    };
  });
}

async function mail(
  ports: TellPorts,
  payment: Payment,
  file: CaseFile,
  procedure: Procedure,
): Promise<boolean> {
  const to = file.contact.email;
  if (!to) return false;
  const reason = isHouseRefund(payment.refundReason) ? payment.refundReason : 'late';
  const values = await templateValues(
    { file, ports, nowMs: ports.clock.now() },
    {
      textKey: `collect-fee.mail.moneyBack.${reason}`,
      amountCents: refundCents(payment),
      reference: payment.reference ?? payment.id,
      feeIsPaid: paysFee(payment) || reason === 'duplicate',
    },
  );
  const rendered = await ports.render.mail(procedure, TEMPLATE, file.locale, values);
  const outcome = await performOnce(ports.effects, {
    identity: {
      caseId: file.id,
      elementInstanceKey: payment.id,
      topic: 'notify',
      purpose: 'money-back',
      attempt: 1,
    },
    request: { template: TEMPLATE },
    act: (messageKey) => sendMail(ports.mail, { messageKey, to, ...rendered }),
    repetition: { type: 'harmless' },
  });
  return outcome.result.accepted;
}
