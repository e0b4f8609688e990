import type { SeedAccount } from '../../../demo/library/accounts.ts';
import { checkDigit } from '../../../demo/library/check-digit.ts';

/** What somebody finds at the library, each another way through the process. */
export type AccountKind = 'one-item' | 'two-items' | 'nothing-open' | 'blocked' | 'unknown';

const KINDS: readonly AccountKind[] = [
  'one-item',
  'two-items',
  'nothing-open',
  'blocked',
  'unknown',
];
const PER_KIND = 400;

/** The n-th card of a kind; an unknown one has a right check digit, but no account. */
export function cardOf(kind: AccountKind, index: number): string {
  const firstNine = `3${String(KINDS.indexOf(kind) * 10_000 + index).padStart(8, '0')}`;
  return firstNine + checkDigit(firstNine);
}

/** Enough accounts that no two cases share one. */
export function inventAccounts(): SeedAccount[] {
  return KINDS.filter((kind) => kind !== 'unknown').flatMap((kind) =>
    Array.from({ length: PER_KIND }, (_, index) => account(kind, index)),
  );
}

function account(kind: AccountKind, index: number): SeedAccount {
  const number = KINDS.indexOf(kind) * 10_000 + index;
  const count = kind === 'nothing-open' ? 0 : kind === 'two-items' ? 2 : 1;
  return {
    cardNumber: cardOf(kind, index),
    cardState: 'valid',
    blockedForDunning: kind === 'blocked',
    shows: kind,
    items: Array.from({ length: count }, (_, part) => ({
      itemNumber: `F-${number}-${part}`,
      kind: part === 0 ? ('overdue' as const) : ('loan' as const),
      title: 'Der Schimmelreiter',
      amountCents: 100 + ((number * 7 + part * 31) % 3_000),
      since: '2026-09-14',
      invoiceNumber: `R-2026-${100_000 + number}`,
    })),
  };
}
