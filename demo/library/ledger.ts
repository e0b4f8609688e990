import type { Journal } from '../journal.ts';
import type { SeedAccount, SeedItem } from './accounts.ts';

export interface OpenItem extends Omit<SeedItem, 'laterAmountCents'> {
  settled: boolean;
}

export interface Booking {
  bookingId: string;
  itemNumbers: string[];
  amountCents: number;
  paymentReference: string;
  bookedAt: string;
}

export interface Ledger {
  account(cardNumber: string): LedgerAccount | undefined;
  invoice(invoiceNumber: string): LedgerAccount | undefined;
  accountOfItem(itemNumber: string): LedgerAccount | undefined;
  /** Tells that somebody has been shown the account: changes amounts that change "meanwhile". */
  noteReading(account: LedgerAccount): void;
  booking(bookingId: string): Booking | undefined;
  bookings(): Booking[];
  settle(booking: Booking): Booking;
  changeAmount(itemNumber: string, amountCents: number): boolean;
  /** Forgets bookings and changes: everything is open again. */
  reset(): void;
}

export interface LedgerAccount {
  seed: SeedAccount;
  /** Settled ones too. */
  items: OpenItem[];
}

export function makeLedger(seeds: readonly SeedAccount[], journal: Journal<Booking>): Ledger {
  const changed = new Map<string, number>();
  const toAccount = (seed: SeedAccount): LedgerAccount => ({
    seed,
    items: seed.items.map((item) => toItem(item, changed, settledItems(journal))),
  });
  const find = (matches: (seed: SeedAccount) => boolean): LedgerAccount | undefined => {
    const seed = seeds.find(matches);
    return seed && toAccount(seed);
  };
  const findByItem = (matches: (item: SeedItem) => boolean) =>
    find((seed) => seed.items.some(matches));
  return {
    account: (cardNumber) => find((seed) => seed.cardNumber === cardNumber),
    invoice: (number) => findByItem((item) => item.invoiceNumber === number),
    accountOfItem: (number) => findByItem((item) => item.itemNumber === number),
    noteReading(account) {
      for (const item of account.seed.items) {
        if (item.laterAmountCents) changed.set(item.itemNumber, item.laterAmountCents);
      }
    },
    booking: (bookingId) => journal.entries.get(bookingId),
    bookings: () => [...journal.entries.values()],
    settle(booking) {
      journal.put(booking.bookingId, booking);
      return booking;
    },
    changeAmount(itemNumber, amountCents) {
      if (!findByItem((item) => item.itemNumber === itemNumber)) return false;
      changed.set(itemNumber, amountCents);
      return true;
    },
    reset() {
      changed.clear();
      journal.clear();
    },
  };
}

function settledItems(journal: Journal<Booking>): Set<string> {
  return new Set([...journal.entries.values()].flatMap((booking) => booking.itemNumbers));
}

function toItem(item: SeedItem, changed: Map<string, number>, settled: Set<string>): OpenItem {
  const { laterAmountCents: _later, ...shown } = item;
  return {
    ...shown,
    amountCents: changed.get(item.itemNumber) ?? item.amountCents,
    settled: settled.has(item.itemNumber),
  };
}
