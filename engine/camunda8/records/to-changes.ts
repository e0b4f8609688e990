import type { EngineChange } from '../../mirror.ts';
import type { Carried } from './carried.ts';
import { RecordError } from './record-error.ts';
import type { ZeebeRecord } from './read-record.ts';
import { readerOf } from './readers.ts';
import { beginTelling, countUnread } from './telling.ts';
import type { FlowTargets } from './telling.ts';

export interface Told {
  readonly changes: readonly EngineChange[];
  readonly carried: Carried;
  /** How many records were left aside because nobody here knows their kind. */
  readonly unread: ReadonlyMap<string, number>;
}

/**
 * What records of one partition, in their order, say about process instances. Cutting the records
 * into batches elsewhere changes nothing, as long as `carried` goes from one to the next.
 *
 * @throws RecordError that names the record
 */
export function toChanges(
  records: readonly ZeebeRecord[],
  carried: Carried,
  targetOf: FlowTargets = () => undefined,
): Told {
  const telling = beginTelling(carried, targetOf);
  for (const record of records) {
    if (record.recordType !== 'EVENT') continue;
    const reader = readerOf(record);
    if (typeof reader === 'string') countUnread(telling, reader);
    else tell(record, () => reader(telling, record));
  }
  const { changes, waiting, flows, unread } = telling;
  return { changes, carried: { waiting, flows }, unread };
}

function tell(record: ZeebeRecord, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const { partitionId, position, valueType, intent } = record;
    const where = `partition ${partitionId}, position ${position}, ${valueType} ${intent}`;
    throw new RecordError(`${where}: ${error.message}`, { cause: error });
  }
}
