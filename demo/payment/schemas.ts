import { z } from 'zod';

/** XBezahldienste 1.0.0: identifiers of originator, endpoint and request. */
export const idPattern = /^[\w-]{1,36}$/;

const amount = z.number().min(0).max(999_999);
const id = z.string().regex(idPattern);

const itemSchema = z.object({
  id,
  reference: z.string().max(36).optional(),
  description: z.string().max(250).optional(),
  taxRate: z.number().min(0).max(100),
  quantity: z.number().int().min(1).max(999_999),
  totalNetAmount: amount,
  totalTaxAmount: amount,
  singleNetAmount: amount,
  singleTaxAmount: amount,
  bookingData: z.record(z.string(), z.string()).optional(),
});

const addressSchema = z.object({
  street: z.string().max(250).optional(),
  houseNumber: z.string().max(20).optional(),
  addressLine: z.array(z.string()).max(9).optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});

const requestorSchema = z.object({
  name: z.string().optional(),
  firstName: z.string().optional(),
  gender: z.enum(['M', 'F', 'D']).optional(),
  isOrganization: z.boolean().optional(),
  organizationName: z.string().optional(),
  address: addressSchema.optional(),
});

/** PaymentRequest. A redirectUrl must be http(s): it becomes a link on the payment page. */
export const paymentRequestSchema = z.object({
  requestId: id,
  requestTimestamp: z.iso.datetime(),
  currency: z.literal('EUR'),
  grosAmount: amount,
  purpose: z
    .string()
    .max(27)
    .regex(/^[\w\d\s-]+$/),
  // Which characters a description may hold is uncertain in the standard; taken: letters including
  // U+00C0 to U+017F, digits, spaces and common punctuation.
  description: z
    .string()
    .max(250)
    .regex(/^[\w\s\u00C0-\u017F.,:;()/+&§€'"-]*$/)
    .optional(),
  redirectUrl: z.url({ protocol: /^https?$/ }).max(2082),
  items: z.array(itemSchema).min(1).max(99),
  requestor: requestorSchema.optional(),
});

export type PaymentRequest = z.infer<typeof paymentRequestSchema>;
export type PaymentStatus = 'INITIAL' | 'PAYED' | 'FAILED' | 'CANCELED';

/** Methods offered to the payer. GIROPAY was switched off in 2024, so it is not among them. */
export const paymentMethods = {
  CREDITCARD: 'Kreditkarte',
  PAYPAL: 'PayPal',
  OTHER: 'Überweisung in Echtzeit',
} as const;
export type PaymentMethod = keyof typeof paymentMethods;

export interface PaymentInformation {
  transactionId: string;
  transactionUrl: string;
  transactionRedirectUrl?: string;
  transactionReference: string;
  transactionTimestamp: string;
  paymentMethod?: PaymentMethod;
  paymentMethodDetail?: string;
  status: PaymentStatus;
  statusDetail?: string;
}

export interface PaymentTransaction {
  paymentInformation: PaymentInformation;
  paymentRequest: PaymentRequest;
}
