import { checkByCall } from '../check-by-call.ts';
import { makeTokenApi, statusSchema, type TokenApiSettings } from '../token-api.ts';
import { unlessRejected } from '../unless-rejected.ts';
import type { LibraryBooking, LibraryPort } from './port.ts';
import { accountSchema, bookingSchema, toAccount, toBooked } from './rest-messages.ts';

/** Codes with which the library says that there is nothing under this number. */
const UNKNOWN_ACCOUNT = ['unknown-account', 'unknown-invoice', 'invalid-card-number'];
const UNKNOWN_BOOKING = ['unknown-booking'];

/**
 * The library's system by REST. A booking carries its id, under which the library keeps it: the
 * same one sent again changes nothing, and `findBooking` tells whether it arrived.
 */
export function makeLibraryRest(settings: TokenApiSettings): LibraryPort {
  const { get, act, parse } = makeTokenApi('library', settings);
  // No body at all is garbage, and none of the refusals.
  const read = (path: string, refusals: readonly string[]): Promise<unknown> =>
    unlessRejected(
      get(path).then((json) => json ?? null),
      ...refusals,
    );
  return {
    check: () => checkByCall('library', async () => parse(statusSchema, await get('/status'))),
    async account(by) {
      const path =
        'cardNumber' in by
          ? `/accounts/${encodeURIComponent(by.cardNumber)}`
          : `/invoices/${encodeURIComponent(by.invoiceNumber)}`;
      const json = await read(path, UNKNOWN_ACCOUNT);
      if (json === undefined) return { state: 'unknown', items: [] };
      return toAccount(parse(accountSchema, json));
    },
    async book(booking) {
      const json = await act('/bookings', toBody(booking));
      return toBooked(parse(bookingSchema, json), booking);
    },
    async findBooking(bookingId) {
      const path = `/bookings/${encodeURIComponent(bookingId)}`;
      const json = await read(path, UNKNOWN_BOOKING);
      return json === undefined ? undefined : toBooked(parse(bookingSchema, json), { bookingId });
    },
  };
}

function toBody({
  bookingId,
  account,
  itemNumbers,
  amountCents,
  paymentReference,
}: LibraryBooking) {
  const invoice = 'invoiceNumber' in account ? { invoiceNumber: account.invoiceNumber } : {};
  return { bookingId, itemNumbers, ...invoice, amountCents, paymentReference };
}
