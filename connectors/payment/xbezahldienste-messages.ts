import { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import type { PaymentRequest, PaymentTransaction } from './port.ts';

/** XBezahldienste 1.0.0: PaymentTransaction, as far as we use it. */
export const transactionSchema = z.object({
  paymentInformation: z.object({
    // The standard says 36; one client of the field takes 44, so longer ones may exist.
    transactionId: z.string().regex(/^[\w-]{1,44}$/),
    transactionRedirectUrl: z
      .url({ protocol: /^https?$/ })
      .nullish()
      .catch(null),
    transactionReference: z.string().max(36).nullish(),
    paymentMethod: z.string().max(50).nullish(),
    status: z.enum(['INITIAL', 'PAYED', 'FAILED', 'CANCELED']),
  }),
  paymentRequest: z.object({
    requestId: z.string().max(36),
    currency: z.literal('EUR'),
    grosAmount: z.number().min(0).max(999_999),
  }),
});

/** RFC 7807 with the standard's code. */
export const problemSchema = z.object({
  functionalCode: z.string().max(60),
  detail: z.string().max(2000).nullish(),
  title: z.string().max(500).nullish(),
});

const statuses = {
  INITIAL: 'open',
  PAYED: 'paid',
  FAILED: 'refused',
  CANCELED: 'abandoned',
} as const;

/** @throws ConnectorError `garbage` when the answer does not fit the protocol or contradicts itself */
export function toTransaction(json: unknown): PaymentTransaction {
  const parsed = transactionSchema.safeParse(json);
  if (!parsed.success) throw garbage(describe(parsed.error));
  const { paymentInformation: information, paymentRequest: request } = parsed.data;
  const status = statuses[information.status];
  const redirectUrl = status === 'open' ? information.transactionRedirectUrl : undefined;
  if (status === 'open' && !redirectUrl) throw garbage('open, but without a payment page');
  return {
    requestId: request.requestId,
    transactionId: information.transactionId,
    status,
    amountCents: wholeCents(request.grosAmount),
    ...(redirectUrl ? { redirectUrl } : {}),
    ...(information.transactionReference ? { reference: information.transactionReference } : {}),
    ...(information.paymentMethod ? { method: information.paymentMethod } : {}),
  };
}

export function garbage(message: string): ConnectorError {
  return new ConnectorError(
    'garbage',
    'protocol',
    `answer does not fit XBezahldienste: ${message}`,
  );
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || 'body'}: ${issue?.message}`;
}

function wholeCents(amount: number): number {
  const cents = Math.round(amount * 100);
  if (Math.abs(amount * 100 - cents) > 1e-6) throw garbage(`not whole cents: ${amount}`);
  return cents;
}

/**
 * PaymentRequest. One unit per item and no tax, so that the standard's rule holds by construction:
 * grosAmount = sum of net and tax, total = quantity times single. Assumption: what a municipality
 * collects here as a public authority carries no VAT (§ 2b UStG).
 */
export function toRequestBody(request: PaymentRequest): object {
  const totalCents = request.items.reduce((sum, item) => sum + item.amountCents, 0);
  return {
    requestId: request.requestId,
    requestTimestamp: new Date(request.requestedAtMs).toISOString(),
    currency: 'EUR',
    grosAmount: decimal(totalCents),
    purpose: request.purpose,
    description: toDescription(request.description),
    redirectUrl: request.returnUrl,
    items: request.items.map(toItem),
  };
}

function toItem(item: PaymentRequest['items'][number]): object {
  return {
    id: item.id,
    reference: item.reference.slice(0, 36),
    description: toDescription(item.description),
    taxRate: 0,
    quantity: 1,
    totalNetAmount: decimal(item.amountCents),
    totalTaxAmount: 0,
    singleNetAmount: decimal(item.amountCents),
    singleTaxAmount: 0,
    // ePay21 refuses empty booking data, so it is left out.
    ...(Object.keys(item.bookingData).length > 0 ? { bookingData: item.bookingData } : {}),
  };
}

function decimal(cents: number): number {
  return Number((cents / 100).toFixed(2));
}

/**
 * At most 250 characters. Which ones are allowed is uncertain ("letters including U+00C0 to
 * U+017F"); we keep those, digits and plain punctuation, and make blanks of the rest.
 */
function toDescription(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\w\u00C0-\u017F.,:()/ -]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 250);
}
