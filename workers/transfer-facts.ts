import { z } from 'zod';
import type { DeliveryState } from '../connectors/case-transfer/port.ts';
import type { CaseChange, CaseFile } from '../core/cases/case-file.ts';
import { asObject, type JsonObject } from '../core/json.ts';

/** What the case knows of a hand-over: `facts.transfers`, by id. */
const transferSchema = z.object({
  destination: z.string(),
  state: z.enum(['delivered', 'accepted', 'refused']),
  atMs: z.number(),
  reference: z.string().optional(),
  reason: z.string().optional(),
});
export type Transfer = z.output<typeof transferSchema>;

function transfersOf({ facts }: CaseFile): JsonObject {
  return asObject(facts['transfers']);
}

export function transferOf(file: CaseFile, transferId: string): Transfer | undefined {
  const all = transfersOf(file);
  const kept = Object.hasOwn(all, transferId) ? all[transferId] : undefined;
  return transferSchema.safeParse(kept).data;
}

/** The new state, for the case file and its history. */
export function note(file: CaseFile, transferId: string, transfer: Transfer): CaseChange {
  const { state, destination, atMs, reference, reason } = transfer;
  const kept = {
    destination,
    state,
    atMs,
    ...(reference === undefined ? {} : { reference }),
    ...(reason === undefined ? {} : { reason }),
  };
  return {
    facts: { transfers: { ...transfersOf(file), [transferId]: kept } },
    audit: [{ event: `transfer-${state}`, detail: { transferId, destination } }],
  };
}

type Receipt = Exclude<DeliveryState, { state: 'delivered' }>;

export function receiptOf(state: Receipt): Omit<Transfer, 'destination'> {
  return state.state === 'accepted'
    ? { state: 'accepted', atMs: state.acceptedAtMs, reference: state.reference }
    : { state: 'refused', atMs: state.refusedAtMs, reason: state.reason };
}

/** When a delivery was there at the latest. */
export function timeOf(state: DeliveryState): number {
  if (state.state === 'delivered') return state.deliveredAtMs;
  return state.state === 'accepted' ? state.acceptedAtMs : state.refusedAtMs;
}
