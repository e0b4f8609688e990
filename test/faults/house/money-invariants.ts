import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from './group-by.ts';
import type { FaultWorld } from './world.ts';

interface PaymentRow {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly amount: number;
  readonly reference: string | null;
  readonly refund: string | null;
  readonly flag: string | null;
  readonly attempt: number;
  readonly active: boolean;
}

export interface Posting {
  readonly key: string;
  readonly kind: 'income' | 'refund';
  readonly caseNumber: string;
  readonly paymentReference: string;
  readonly amountCents: number;
}

/** Every cent that was paid is either income or goes back, never both, never neither. */
export async function moneyViolations(world: FaultWorld): Promise<string[]> {
  const payments = await readPayments(world);
  const postings = readPostings(world.treasuryDir);
  const { transactions } = await world.city.effects();
  const found: string[] = [];
  for (const { requestId, status, purpose } of transactions) {
    const payment = payments.find(({ id }) => id === requestId);
    if (payment === undefined) found.push(`${purpose}: transaction ${requestId} is unknown here`);
    else found.push(...paymentViolations(payment, status, postings));
  }
  const paidCents = sum(
    payments.filter(({ status }) => status === 'paid').map(({ amount }) => amount),
  );
  const postedCents = sum(postings.map(({ amountCents }) => amountCents));
  const waiting = payments.some(({ active, status }) => active && status === 'paid');
  if (paidCents !== postedCents && !waiting) {
    found.push(`${paidCents} cents were paid, ${postedCents} booked or given back`);
  }
  return [...found, ...caseViolations(payments)];
}

function paymentViolations(
  payment: PaymentRow,
  outside: string,
  postings: readonly Posting[],
): string[] {
  const name = `${payment.number}: payment ${payment.id} (${payment.status})`;
  const own = postings.filter(({ paymentReference }) => paymentReference === payment.reference);
  if (payment.flag !== null) return [`${name} is flagged ${payment.flag}`];
  if (outside !== 'PAYED') return own.length > 0 ? [`${name} has postings, but is not paid`] : [];
  if (payment.status !== 'paid') return [`${name} is paid outside, and not here`];
  const wanted = payment.refund === null ? 'income' : 'refund';
  if (payment.active && own.length === 0) return [];
  // One record for each position.
  const kinds = [...new Set(own.map(({ kind }) => kind))].join(', ');
  if (kinds !== wanted) return [`${name}: postings "${kinds}" instead of ${wanted}`];
  const posted = sum(own.map(({ amountCents }) => amountCents));
  return posted === payment.amount ? [] : [`${name}: posted with another amount`];
}

/** Of each fee at most one payment is kept. */
function caseViolations(payments: readonly PaymentRow[]): string[] {
  return [...groupBy(payments, ({ number }) => number)].flatMap(([number, ofCase]) => {
    const kept = ofCase.filter(({ status, refund }) => status === 'paid' && refund === null);
    const unsent = ofCase.filter(({ status }) => status === 'creating');
    return [
      ...(kept.length > 1 ? [`${number}: ${kept.length} payments are kept`] : []),
      ...(unsent.length > 0
        ? [`${number}: ${unsent.length} payments are still being created`]
        : []),
    ];
  });
}

async function readPayments({ pool }: FaultWorld): Promise<PaymentRow[]> {
  const { rows } = await pool.query<PaymentRow>(
    `select p.id, f.number, p.status, p.amount_cents as amount, p.reference, p.refund, p.flag,
       p.attempt, coalesce(i.state = 'active', true) as active
     from payment p join case_file f on f.id = p.case_id
     left join engine.instance i on i.case_id = f.id::text`,
  );
  return rows;
}

export function readPostings(treasuryDir: string): Posting[] {
  const folder = join(treasuryDir, 'postings');
  return files(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Posting,
  );
}

function files(folder: string): string[] {
  try {
    // Drafts of records that a kill has torn are no records.
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
}

function sum(cents: readonly number[]): number {
  return cents.reduce((total, one) => total + one, 0);
}
