import type { CaseFile } from '../cases/case-file.ts';
import { inGroups } from '../cases/in-groups.ts';
import type { CaseRepository, Payment, PaymentRepository } from '../cases/repositories.ts';
import { staffAnswersOf } from '../cases/staff-answers.ts';
import type { JsonObject } from '../json.ts';
import { isInReview, paysFee } from '../payments/payment-money.ts';
import { addresseeOf } from './addressee.ts';

/** A value that a model hands to a template besides the case: a scalar, by name. */
export type TemplateExtras = { readonly [name: string]: string | number | boolean | null };

/** What templates are filled from. */
export interface TemplateContext {
  readonly file: CaseFile;
  readonly ports: {
    readonly payments: Pick<PaymentRepository, 'ofCase'>;
    readonly cases: Pick<CaseRepository, 'trackingCode'>;
    readonly publicUrl: string;
  };
  readonly nowMs: number;
}

/**
 * What templates of mails and letters may use:
 * `case` (number, trackingCode, receivedAt as ISO date-time, procedure), `answers`, `facts`,
 * `staff` (the latest answers of staff), `addressee` (name, street, place; or null),
 * `payments` (those that pay a fee), `payment` (the first of them), `demand` (what is to be paid
 * now: amountCents, dueAt; or null), `inReview` (a person looks at a payment), `links` (status, tracking,
 * payment, renewal, verify), `today` (ISO date-time)
 * and `values` (what the model hands over).
 */
export async function templateValues(
  { file, ports, nowMs }: TemplateContext,
  extras: TemplateExtras,
): Promise<JsonObject> {
  const all = await ports.payments.ofCase(file.id);
  const paid = all.filter(paysFee).map(paymentValues);
  return {
    case: {
      number: file.number,
      trackingCode: inGroups(ports.cases.trackingCode(file.id)),
      receivedAt: new Date(file.receivedAtMs).toISOString(),
      procedure: file.procedureKey,
    },
    answers: file.answers,
    facts: file.facts,
    staff: staffAnswersOf(file.facts),
    addressee: addresseeOf(file, nowMs),
    payments: paid,
    payment: paid[0] ?? null,
    demand: demandValues(all),
    inReview: all.some(isInReview),
    links: links(file, ports.publicUrl),
    today: new Date(nowMs).toISOString(),
    values: { ...extras },
  };
}

function paymentValues(payment: Payment): JsonObject {
  return {
    amountCents: payment.amountCents,
    reference: payment.reference ?? payment.id,
    paidAt: new Date(payment.paidAtMs ?? payment.createdAtMs).toISOString(),
  };
}

/** What the newest attempt asked for, unless it or another one pays the fee, or its time is over. */
function demandValues(payments: readonly Payment[]): JsonObject | null {
  const newest = payments.at(-1);
  if (!newest || newest.status === 'expired') return null;
  if (payments.some((one) => one.feeId === newest.feeId && paysFee(one))) return null;
  const { amountCents, expiresAtMs } = newest;
  // The last moment to pay: a period that ends at midnight ends with the day before.
  const dueAt = expiresAtMs === undefined ? null : new Date(expiresAtMs - 1).toISOString();
  return { amountCents, dueAt };
}

function links(file: CaseFile, publicUrl: string): JsonObject {
  const status = `${publicUrl}/vorgang/${encodeURIComponent(file.number)}`;
  const from = encodeURIComponent(file.number);
  return {
    status,
    tracking: `${publicUrl}/verfolgen`,
    payment: `${status}/zahlung`,
    /** An application with the answers of this one. */
    renewal: `${publicUrl}/dienste/${file.procedureKey}?aus=${from}`,
    /** Where anybody asks what the code of an issued document is worth. */
    verify: `${publicUrl}/ausweis`,
  };
}
