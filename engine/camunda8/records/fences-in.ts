import type { ZeebeRecord } from './read-record.ts';
import { textOf } from './record-fields.ts';

/** What their names begin with. */
export const FENCE = 'amtsweg-fence-';

/**
 * Names of the adapter's own signals among records. Zeebe broadcasts a signal in every partition, so
 * whoever has seen it come back knows that the partition has been read up to the moment it was sent.
 */
export function fencesIn(records: readonly ZeebeRecord[]): string[] {
  return records
    .filter((record) => record.valueType === 'SIGNAL' && record.intent === 'BROADCASTED')
    .map((record) => textOf(record.value, 'signalName'))
    .filter((name) => name.startsWith(FENCE));
}
