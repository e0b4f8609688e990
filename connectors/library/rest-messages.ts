import { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import type { BookedPayment, LibraryAccount } from './port.ts';

/** Bodies of the library's API, version 1. Members that we do not know are ignored. */
const itemSchema = z.object({
  itemNumber: z.string().min(1).max(36),
  kind: z.enum(['overdue', 'loan', 'lost-medium']),
  title: z.string().max(250).optional(),
  amountCents: z.number().int().min(1).max(99_999_900),
  since: z.iso.date(),
});

/** What account and invoice have in common is all that we need of them. */
export const accountSchema = z.object({
  blockedForDunning: z.boolean(),
  items: z.array(itemSchema).max(500),
});

export const bookingSchema = z.object({
  bookingId: z.string().max(100),
  amountCents: z.number().int(),
  bookedAt: z.iso.datetime(),
});

export function toAccount({
  blockedForDunning,
  items,
}: z.output<typeof accountSchema>): LibraryAccount {
  return { state: stateOf(blockedForDunning, items.length), items: items.map(toItem) };
}

function stateOf(blockedForDunning: boolean, count: number): LibraryAccount['state'] {
  if (count === 0) return 'nothing-open';
  return blockedForDunning ? 'blocked' : 'open';
}

function toItem({ title, ...item }: z.infer<typeof itemSchema>): LibraryAccount['items'][number] {
  return title === undefined ? item : { ...item, title };
}

/** What was booked must be what was asked for. */
export function toBooked(
  booking: z.output<typeof bookingSchema>,
  wanted: { bookingId: string; amountCents?: number },
): BookedPayment {
  if (booking.bookingId !== wanted.bookingId) throw garbage('another booking');
  if (wanted.amountCents !== undefined && booking.amountCents !== wanted.amountCents) {
    throw garbage('another amount');
  }
  return { bookingId: booking.bookingId, bookedAtMs: Date.parse(booking.bookedAt) };
}

function garbage(message: string): ConnectorError {
  return new ConnectorError('garbage', 'protocol', `answer of the library: ${message}`);
}
