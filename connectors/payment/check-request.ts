import { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import type { PaymentRequest } from './port.ts';

/** What XBezahldienste 1.0.0 demands of the caller's own values. */
const requestSchema = z.object({
  requestId: z.string().regex(/^[\w-]{1,36}$/),
  purpose: z.string().regex(/^[\w\s-]{1,27}$/),
  returnUrl: z.url({ protocol: /^https?$/ }).max(2082),
  items: z
    .array(
      z.object({
        id: z.string().regex(/^[\w-]{1,36}$/),
        amountCents: z.number().int().min(0).max(99_999_900),
      }),
    )
    .min(1)
    .max(99)
    .refine((items) => isPayable(items.reduce((sum, item) => sum + item.amountCents, 0)), {
      error: 'the sum must be from 1 to 99999900 cents',
    }),
});

/** Refuses before sending: what the service would refuse, and amounts that are none. */
export function checkRequest(request: PaymentRequest): void {
  const parsed = requestSchema.safeParse(request);
  if (parsed.success) return;
  const issue = parsed.error.issues[0];
  const message = `payment request: ${issue?.path.join('.')}: ${issue?.message}`;
  throw new ConnectorError('rejected', 'validation-error', message);
}

function isPayable(sumCents: number): boolean {
  return sumCents >= 1 && sumCents <= 99_999_900;
}
