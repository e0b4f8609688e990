import type { ConnectorCheck } from '../connector.ts';

/** The library's own system: accounts, invoices, bookings. */
export interface LibraryPort {
  check(): Promise<ConnectorCheck>;
  /** `unknown` when there is no such card or invoice. */
  account(by: { cardNumber: string } | { invoiceNumber: string }): Promise<LibraryAccount>;
  /**
   * Books a payment. Idempotent by `bookingId`. `rejected` with `amount-changed` or
   * `already-settled` when the account is no longer what it was.
   */
  book(booking: LibraryBooking): Promise<BookedPayment>;
  /** How an effect is found by its key; absent when the library has none. */
  findBooking(bookingId: string): Promise<BookedPayment | undefined>;
}

export interface LibraryAccount {
  readonly state: 'open' | 'nothing-open' | 'unknown' | 'blocked';
  readonly items: readonly LibraryItem[];
}

export interface LibraryItem {
  readonly itemNumber: string;
  readonly kind: 'overdue' | 'loan' | 'lost-medium';
  readonly title?: string;
  readonly amountCents: number;
  /** ISO date. */
  readonly since: string;
}

export interface LibraryBooking {
  readonly bookingId: string;
  readonly account: { readonly cardNumber: string } | { readonly invoiceNumber: string };
  readonly itemNumbers: readonly string[];
  readonly amountCents: number;
  readonly paymentReference: string;
}

export interface BookedPayment {
  readonly bookingId: string;
  readonly bookedAtMs: number;
}
