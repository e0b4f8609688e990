import type { FaultContext } from '../faults/http-operation.ts';
import { pause } from '../faults/pause.ts';
import type { Fault } from '../faults/fault-plan.ts';
import { readEnvelope } from './read-envelope.ts';
import type { TransferFolder } from './transfer-folder.ts';

export interface ReceiverOptions {
  folder: TransferFolder;
  faults: FaultContext;
  now: () => Date;
}

const LOOK_EVERY_MS = 150;

/**
 * The receiver of cases: looks into its folder now and then, checks what has arrived and puts a
 * receipt beside it. Ends when the demo city stops.
 *
 * Faults: `slow` answers after `delayMs`; `silent` (also `drip`, `reset`) does not answer, the next
 * N never and without a number as long as it lasts; a number refuses; the others put down what is
 * no receipt.
 */
export async function receive({ folder, faults, now }: ReceiverOptions): Promise<void> {
  const { plan, counter, stopped } = faults;
  const seen = new Set<string>();
  const underWay = new Set<string>();

  const answer = async (deliveryId: string): Promise<void> => {
    if (!seen.has(deliveryId)) counter.called('transfer', 'receive');
    seen.add(deliveryId);
    const fault = plan.take('transfer', 'receive');
    const isSilent = fault && ['silent', 'drip', 'reset'].includes(fault.mode);
    // Without a number of calls it is asked again, in case the fault has gone.
    if (isSilent && fault.nextCalls === undefined) underWay.delete(deliveryId);
    if (isSilent) return;
    if (fault?.mode === 'slow') await pause(fault.delayMs, stopped);
    if (stopped.aborted || (fault && misbehave(folder, deliveryId, fault, now()))) return;
    const read = readEnvelope(folder.envelope(deliveryId) ?? new Uint8Array());
    if (typeof read === 'string') folder.refuse(deliveryId, now(), read);
    else if (read.containerId !== deliveryId) folder.refuse(deliveryId, now(), 'other-id');
    else folder.accept(deliveryId, now());
  };

  while (!stopped.aborted) {
    for (const deliveryId of waitingIn(folder)) {
      if (underWay.has(deliveryId)) continue;
      underWay.add(deliveryId);
      // Taken away meanwhile, or the disk is full: another look, another try.
      answer(deliveryId).catch(() => underWay.delete(deliveryId));
    }
    await pause(LOOK_EVERY_MS, stopped);
  }
}

/** Somebody may have thrown the folder away: then nothing waits in it. */
function waitingIn(folder: TransferFolder): string[] {
  try {
    return folder.waiting();
  } catch {
    return [];
  }
}

/** True when the fault has taken the place of the receipt. */
function misbehave(folder: TransferFolder, id: string, fault: Fault, at: Date): boolean {
  switch (fault.mode) {
    case 'slow':
      return false;
    case 'garbage':
      folder.spoil(id, '{"deliveryId":');
      return true;
    case 'wrong-shape':
      folder.spoil(id, '{"status":"VIELLEICHT"}');
      return true;
    case 'huge':
      folder.spoil(id, `"${'x'.repeat(8 * 1024 * 1024)}"`);
      return true;
    default:
      folder.refuse(id, at, 'on-demand');
      return true;
  }
}
