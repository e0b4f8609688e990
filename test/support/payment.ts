import type { Payment } from '../../core/cases/repositories.ts';

/** The first payment of a fee, just begun, to be checked at once. */
export function aPayment(change: Partial<Payment> = {}): Payment {
  return {
    id: 'p-1',
    caseId: 'case-1',
    feeId: 'fee-1',
    attempt: 1,
    amountCents: 350,
    purpose: 'BG-2026-000001',
    status: 'open',
    transactionId: 't-1',
    createdAtMs: 0,
    nextCheckAtMs: 0,
    checks: 0,
    ...change,
  };
}
