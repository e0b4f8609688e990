import { z } from 'zod';
import { isIban } from '../../core/payments/iban.ts';
import { ConnectorError } from '../connector.ts';
import type { PostingRecord } from './port.ts';

const line = (max: number) =>
  z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${max}}$`, 'u'), { error: `1 to ${max} characters` });

const recordSchema = z
  .object({
    // Becomes the name of a file.
    key: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/),
    kind: z.enum(['income', 'refund']),
    caseNumber: line(60),
    paymentReference: line(60),
    amountCents: z.number().int().min(1).max(99_999_999_999),
    costCentre: line(60),
    bookingKey: line(60),
    text: line(250),
    valueDateMs: z.number().int().min(0).max(8_640_000_000_000_000),
    refundTo: z
      .union([
        z.object({ type: z.literal('original-method') }),
        z.object({
          type: z.literal('transfer'),
          iban: z.string().refine(isIban, { error: 'not an IBAN' }),
          holder: line(140),
        }),
      ])
      .optional(),
  })
  .refine((record) => (record.kind === 'refund') === (record.refundTo !== undefined), {
    path: ['refundTo'],
    error: 'a refund says where the money goes, an income does not',
  });

/** @throws ConnectorError `rejected` `invalid-record`, naming the member */
export function checkRecord(record: PostingRecord): void {
  const parsed = recordSchema.safeParse(record);
  if (parsed.success) return;
  const issue = parsed.error.issues[0];
  const message = `posting record: ${issue?.path.join('.')}: ${issue?.message}`;
  throw new ConnectorError('rejected', 'invalid-record', message);
}
