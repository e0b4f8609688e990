import type { ConnectorCheck } from '../connector.ts';

/** Payment service. Amounts in cents, EUR. Errors are `ConnectorError`. */
export interface PaymentPort {
  check(): Promise<ConnectorCheck>;
  /**
   * Creates a transaction. `requestId` is unique per attempt. The services know no look-up by
   * request id: after `in-doubt` the caller makes a new attempt with a new id.
   */
  create(request: PaymentRequest): Promise<PaymentTransaction>;
  /** The only proof of a payment. `rejected` / `not-found` when the service does not know it. */
  read(transactionId: string): Promise<PaymentTransaction>;
}

export interface PaymentRequest {
  /** At most 36 characters of `[\w-]`. */
  readonly requestId: string;
  readonly requestedAtMs: number;
  /** At most 27 characters of letters, digits, blank, `_`, `-`: stands on the bank statement. */
  readonly purpose: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly items: readonly PaymentItem[];
}

export interface PaymentItem {
  readonly id: string;
  readonly reference: string;
  readonly description: string;
  readonly amountCents: number;
  /** Such as cost centre and booking key. */
  readonly bookingData: Readonly<Record<string, string>>;
}

export interface PaymentTransaction {
  readonly requestId: string;
  readonly transactionId: string;
  /** Only while `open`. */
  readonly redirectUrl?: string;
  /** Kassenzeichen. */
  readonly reference?: string;
  readonly status: 'open' | 'paid' | 'refused' | 'abandoned';
  readonly amountCents: number;
  readonly method?: string;
}
