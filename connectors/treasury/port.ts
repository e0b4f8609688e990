import type { ConnectorCheck } from '../connector.ts';

/** The treasury (Kasse): posting records for its ledger, refunds as transfer orders. */
export interface TreasuryPort {
  check(): Promise<ConnectorCheck>;
  /** Idempotent by `key`: a second write of the same record changes nothing. */
  post(record: PostingRecord): Promise<{ recordId: string }>;
  find(key: string): Promise<{ recordId: string } | undefined>;
}

export interface PostingRecord {
  /** Effect key, also the name of the record. */
  readonly key: string;
  readonly kind: 'income' | 'refund';
  readonly caseNumber: string;
  /** Kassenzeichen of the payment. */
  readonly paymentReference: string;
  readonly amountCents: number;
  readonly costCentre: string;
  readonly bookingKey: string;
  readonly text: string;
  readonly valueDateMs: number;
  /**
   * Refunds: where the money goes. Back the way it came (`original-method`): XBezahldienste knows
   * no refund, so the treasury does it with the payment service; or by transfer to an account that
   * the payer has named (as pain.001 file, or by hand).
   */
  readonly refundTo?:
    | { readonly type: 'original-method' }
    | { readonly type: 'transfer'; readonly iban: string; readonly holder: string };
}
