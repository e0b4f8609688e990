import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import { onDisk } from '../on-disk.ts';
import { writeOnce } from '../write-once.ts';
import type { CaseTransferPort, Delivery, DeliveryKey } from './port.ts';
import { readReceipt } from './read-receipt.ts';

export interface TransferDirectorySettings {
  /** Holds a folder for each receiver, under the receiver's name. Nobody else makes them. */
  readonly directory: string;
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 100 * 1024 * 1024;
/** The receiver is another account, in the group of the folder. */
const FOR_THE_GROUP = 0o640;

/**
 * Hands cases over as files, one per delivery: `<receiver>/<deliveryId>.xml`. The receiver puts its
 * receipt beside it (`read-receipt.ts`), and takes the envelope away only when that is done: by one
 * of the two a repetition knows that the delivery has arrived.
 */
export function makeTransferDirectory(
  settings: TransferDirectorySettings,
  clock: Clock,
): CaseTransferPort {
  const { directory, maxBytes = DEFAULT_MAX_BYTES } = settings;
  return {
    check: () => checkByCall('case transfer', () => outside(() => checkReceivers(directory))),
    deliver: (delivery) =>
      outside(async () => {
        checkSize(delivery, maxBytes);
        const place = await placeOf(directory, delivery);
        const receipt = await readReceipt(place, delivery.deliveryId);
        if (receipt) return { deliveredAtMs: receipt.atMs };
        await write(`${place}.xml`, delivery.envelope);
        // A quick receiver may have taken it already.
        return { deliveredAtMs: (await writtenAt(`${place}.xml`)) ?? clock.now() };
      }),
    find: (key) =>
      outside(async () => {
        const place = await placeOf(directory, key);
        const receipt = await readReceipt(place, key.deliveryId);
        if (receipt) return receipt.state;
        const deliveredAtMs = await writtenAt(`${place}.xml`);
        return deliveredAtMs === undefined ? undefined : { state: 'delivered', deliveredAtMs };
      }),
  };
}

const outside = <T>(act: () => Promise<T>): Promise<T> => onDisk('folder of case transfers', act);

/** The path of a delivery without its ending. */
async function placeOf(directory: string, { deliveryId, destination }: DeliveryKey) {
  if (!/^[\w-]{1,64}$/.test(deliveryId)) {
    throw new ConnectorError('rejected', 'invalid-delivery', 'an id of other characters');
  }
  const isName = /^[a-z0-9][a-z0-9-]{0,59}$/.test(destination);
  const folder = join(directory, destination);
  if (!isName || !(await isFolder(folder))) {
    const message = `there is no folder for the receiver ${isName ? destination : 'of this name'}`;
    throw new ConnectorError('misconfigured', 'no-receiver', message);
  }
  return join(folder, deliveryId);
}

function checkSize({ envelope }: Delivery, maxBytes: number): void {
  if (envelope.byteLength <= maxBytes) return;
  throw new ConnectorError('rejected', 'too-large', `larger than ${maxBytes} bytes`);
}

async function write(path: string, envelope: Uint8Array): Promise<void> {
  if (await writeOnce(path, envelope, FOR_THE_GROUP)) return;
  throw new ConnectorError('rejected', 'key-used', 'another envelope stands under this id');
}

async function writtenAt(path: string): Promise<number | undefined> {
  try {
    return Math.floor((await stat(path)).mtimeMs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function checkReceivers(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (names.length === 0) {
    throw new ConnectorError('misconfigured', 'no-receiver', 'there is no folder of a receiver');
  }
  for (const name of names) await access(join(directory, name), constants.W_OK | constants.X_OK);
}
