import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What lies in the folder: envelopes, and beside them the receipts. Nothing is kept elsewhere. */
export interface TransferFolder {
  /** Where the house puts envelopes: the folder of one receiver. */
  readonly path: string;
  /** Newest first. */
  arrivals(): Arrival[];
  waiting(): string[];
  envelope(deliveryId: string): Uint8Array | undefined;
  accept(deliveryId: string, at: Date): void;
  refuse(deliveryId: string, at: Date, reason: string): void;
  /** Puts down what is no receipt. */
  spoil(deliveryId: string, text: string): void;
}

export interface Arrival {
  deliveryId: string;
  arrivedAt: string;
  sizeBytes: number;
  state: 'waiting' | 'accepted' | 'refused' | 'spoiled';
  /** The receiver's number, or the reason of its refusal. */
  detail: string;
}

const receiptSchema = z.object({ reference: z.string().optional(), reason: z.string().optional() });
const states = { accepted: 'accepted', refused: 'refused' } as const;

export function openTransferFolder(path: string): TransferFolder {
  mkdirSync(path, { recursive: true });
  const place = (deliveryId: string, ending: string) => join(path, `${deliveryId}.${ending}`);
  const put = (deliveryId: string, kind: keyof typeof states, text: string) => {
    // Whole or not at all: the house may look at any time.
    writeFileSync(place(deliveryId, 'new'), text);
    renameSync(place(deliveryId, 'new'), place(deliveryId, `${kind}.json`));
  };
  const idsAmong = (names: readonly string[]) => {
    const found = names.map((name) => /^([\w-]{1,64})\.xml$/.exec(name)?.[1]);
    return found.filter((id) => id !== undefined);
  };
  const ids = () => idsAmong(readdirSync(path));
  const countAccepted = () =>
    readdirSync(path).filter((name) => name.endsWith('.accepted.json')).length;
  return {
    path,
    arrivals: () =>
      ids()
        .map((id) => readArrival(place, id))
        .toSorted((a, b) => b.arrivedAt.localeCompare(a.arrivedAt)),
    waiting() {
      // Asked several times a second: one look at the folder, however much lies in it.
      const names = readdirSync(path);
      const all = new Set(names);
      const isAnswered = (id: string) =>
        Object.keys(states).some((kind) => all.has(`${id}.${kind}.json`));
      return idsAmong(names).filter((id) => !isAnswered(id));
    },
    envelope: (id) =>
      ids().includes(id) ? new Uint8Array(readFileSync(place(id, 'xml'))) : undefined,
    accept(deliveryId, at) {
      const reference = `FV-${at.getUTCFullYear()}-${String(countAccepted() + 1).padStart(5, '0')}`;
      const receipt = { deliveryId, acceptedAt: at.toISOString(), reference };
      put(deliveryId, 'accepted', JSON.stringify(receipt));
    },
    refuse(deliveryId, at, reason) {
      const receipt = { deliveryId, refusedAt: at.toISOString(), reason };
      put(deliveryId, 'refused', JSON.stringify(receipt));
    },
    spoil: (deliveryId, text) => put(deliveryId, 'accepted', text),
  };
}

function readArrival(place: (id: string, ending: string) => string, deliveryId: string): Arrival {
  const { mtime, size } = statSync(place(deliveryId, 'xml'));
  const arrival = { deliveryId, arrivedAt: mtime.toISOString(), sizeBytes: size };
  for (const state of Object.values(states)) {
    const file = place(deliveryId, `${state}.json`);
    if (!existsSync(file)) continue;
    const receipt = readReceipt(readFileSync(file, 'utf8'));
    const detail = receipt?.reference ?? receipt?.reason;
    return detail === undefined
      ? { ...arrival, state: 'spoiled', detail: 'Quittung unbrauchbar' }
      : { ...arrival, state, detail };
  }
  return { ...arrival, state: 'waiting', detail: '' };
}

function readReceipt(text: string) {
  try {
    return receiptSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
