import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import { onDisk } from '../on-disk.ts';
import { writeOnce } from '../write-once.ts';
import { checkRecord } from './check-record.ts';
import { toPain001 } from './pain-001.ts';
import type { PostingRecord, TreasuryPort } from './port.ts';

export interface TreasuryFileSettings {
  /** A folder that the treasury's system collects from. */
  readonly directory: string;
  /** The account that refunds are transferred from; absent: the treasury transfers by hand. */
  readonly debtor?: Debtor | undefined;
}

interface Debtor {
  readonly name: string;
  readonly iban: string;
  readonly bic?: string;
}

/**
 * Hands records to the treasury as files, one per key: `postings/<key>.jsonl` (one line of JSON)
 * and, for refunds by transfer, `transfers/<key>.xml` (pain.001), where the treasury's own account is
 * configured. The transfer is written first, so
 * that a posting that is there means that all of it is. What the treasury has collected it must not
 * delete but keep, or a repetition would be written anew.
 */
export function makeTreasuryFiles(settings: TreasuryFileSettings): TreasuryPort {
  const postings = join(settings.directory, 'postings');
  const transfers = join(settings.directory, 'transfers');
  return {
    check: () => checkByCall('treasury', () => outside(() => checkFolders([postings, transfers]))),
    post: (record) =>
      outside(async () => {
        checkRecord(record);
        const { debtor } = settings;
        if (record.refundTo?.type === 'transfer' && debtor) {
          const order = toPain001(transferOrder(record, record.refundTo, debtor));
          await writeOrRefuse(join(transfers, `${record.key}.xml`), order);
        }
        await writeOrRefuse(
          join(postings, `${record.key}.jsonl`),
          toLine(record, debtor !== undefined),
        );
        return { recordId: record.key };
      }),
    find: (key) =>
      outside(async () => {
        const isThere = isFileName(key) && (await exists(join(postings, `${key}.jsonl`)));
        return isThere ? { recordId: key } : undefined;
      }),
  };
}

type Transfer = Extract<PostingRecord['refundTo'], { type: 'transfer' }>;

function transferOrder(record: PostingRecord, to: Transfer, debtor: Debtor) {
  return {
    key: record.key,
    createdAtMs: record.valueDateMs,
    debtor,
    creditor: { name: to.holder, iban: to.iban },
    amountCents: record.amountCents,
    endToEndId: record.paymentReference,
    remittance: `${record.caseNumber} ${record.text}`,
  };
}

/** Repeating is always harmless here. */
const outside = <T>(act: () => Promise<T>): Promise<T> => onDisk('folder of the treasury', act);

/** The members in a fixed order: the same record gives the same bytes. */
function toLine(record: PostingRecord, hasAccount: boolean): string {
  return `${JSON.stringify({
    version: 1,
    key: record.key,
    kind: record.kind,
    caseNumber: record.caseNumber,
    paymentReference: record.paymentReference,
    amountCents: record.amountCents,
    currency: 'EUR',
    costCentre: record.costCentre,
    bookingKey: record.bookingKey,
    text: record.text,
    valueDate: new Date(record.valueDateMs).toISOString(),
    ...refundMembers(record.refundTo, hasAccount),
  })}\n`;
}

/** Who has to transfer by hand is told where to; otherwise that stands in the order alone. */
function refundMembers(to: PostingRecord['refundTo'], hasAccount: boolean): object {
  if (!to) return {};
  if (to.type === 'original-method' || hasAccount) return { refundBy: to.type };
  return { refundBy: 'transfer-by-hand', refundIban: to.iban, refundHolder: to.holder };
}

async function writeOrRefuse(path: string, text: string): Promise<void> {
  if (await writeOnce(path, text)) return;
  throw new ConnectorError('rejected', 'key-used', 'another record stands under this key');
}

async function checkFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  }
}

function isFileName(key: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(key);
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
