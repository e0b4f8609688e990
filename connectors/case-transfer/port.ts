import type { ConnectorCheck } from '../connector.ts';

/** Hands a case over to another system: one delivery, one key, one receipt. */
export interface CaseTransferPort {
  check(): Promise<ConnectorCheck>;
  /**
   * Repeatable: the same `deliveryId` arrives once. Too large is `rejected` / `too-large`, other
   * bytes under the same id `rejected` / `key-used`, an unknown receiver `misconfigured`.
   */
  deliver(delivery: Delivery): Promise<{ readonly deliveredAtMs: number }>;
  /** How an effect is found by its key, and what the receiver said to it. */
  find(key: DeliveryKey): Promise<DeliveryState | undefined>;
}

export interface DeliveryKey {
  /** At most 64 characters of `[\w-]`. */
  readonly deliveryId: string;
  /** Name of the receiver as it is configured. */
  readonly destination: string;
}

export interface Delivery extends DeliveryKey {
  /** The whole envelope with payload and documents, as bytes of UTF-8 XML. */
  readonly envelope: Uint8Array;
}

export type DeliveryState =
  | { readonly state: 'delivered'; readonly deliveredAtMs: number }
  | { readonly state: 'accepted'; readonly acceptedAtMs: number; readonly reference: string }
  | { readonly state: 'refused'; readonly refusedAtMs: number; readonly reason: string };
