import type { Answer } from '../faults/http-operation.ts';
import type { Booking, Ledger, OpenItem } from './ledger.ts';
import { libraryProblem, type LibraryProblemCode } from './library-problem.ts';

export interface BookingRequest {
  bookingId: string;
  itemNumbers?: string[];
  invoiceNumber?: string;
  amountCents: number;
  paymentReference: string;
}

/**
 * Books a payment. The same bookingId with the same content gives the same booking (200), so that
 * a caller whose answer was lost may simply repeat.
 */
export function book(request: BookingRequest, ledger: Ledger, now: Date): Answer {
  const items = itemsOf(request, ledger);
  if (typeof items === 'string') return libraryProblem(items);
  const wanted = toBooking(request, items, now);
  const known = ledger.booking(request.bookingId);
  if (known) return repeat(known, wanted);
  const refusal = refuse(items, ledger);
  if (refusal) return libraryProblem(refusal);
  const currentAmountCents = items.reduce((sum, item) => sum + item.amountCents, 0);
  if (currentAmountCents !== request.amountCents) {
    return libraryProblem('amount-changed', { currentAmountCents });
  }
  return { status: 201, body: ledger.settle(wanted) };
}

/** The items meant: those named, or all of the invoice. */
function itemsOf(request: BookingRequest, ledger: Ledger): OpenItem[] | LibraryProblemCode {
  const { itemNumbers, invoiceNumber } = request;
  if (!itemNumbers && !invoiceNumber) return 'invalid-request';
  const ofInvoice = invoiceNumber
    ? ledger.invoice(invoiceNumber)?.items.filter((item) => item.invoiceNumber === invoiceNumber)
    : undefined;
  if (invoiceNumber && !ofInvoice) return 'unknown-invoice';
  if (!itemNumbers) return ofInvoice ?? [];
  const named = [...new Set(itemNumbers)].map((itemNumber) =>
    (ofInvoice ?? ledger.accountOfItem(itemNumber)?.items ?? []).find(
      (item) => item.itemNumber === itemNumber,
    ),
  );
  return named.every((item) => item !== undefined) ? named : 'unknown-item';
}

function refuse(items: OpenItem[], ledger: Ledger): LibraryProblemCode | undefined {
  const isBlocked = (item: OpenItem): boolean =>
    ledger.accountOfItem(item.itemNumber)?.seed.blockedForDunning === true;
  if (items.some(isBlocked)) return 'blocked-for-dunning';
  if (items.some((item) => item.settled)) return 'already-settled';
  return undefined;
}

function toBooking(request: BookingRequest, items: OpenItem[], now: Date): Booking {
  return {
    bookingId: request.bookingId,
    itemNumbers: items.map((item) => item.itemNumber).sort(),
    amountCents: request.amountCents,
    paymentReference: request.paymentReference,
    bookedAt: now.toISOString(),
  };
}

function repeat(known: Booking, wanted: Booking): Answer {
  const same =
    known.amountCents === wanted.amountCents &&
    known.paymentReference === wanted.paymentReference &&
    known.itemNumbers.join() === wanted.itemNumbers.join();
  return same ? { status: 200, body: known } : libraryProblem('booking-id-used');
}
