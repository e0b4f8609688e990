import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../../engine/camunda8/records/read-record.ts';
import type { ZeebeRecord } from '../../engine/camunda8/records/read-record.ts';

const fixtures = join(import.meta.dirname, '../fixtures/zeebe');

/** The recorded lines of a partition (1 to 4), see `test/fixtures/zeebe`. */
export function recordedLines(partitionId: number): string[] {
  return readFileSync(join(fixtures, `partition-${partitionId}.ndjson`), 'utf8')
    .trimEnd()
    .split('\n');
}

export function recorded(partitionId: number): ZeebeRecord[] {
  return recordedLines(partitionId).map(readRecord);
}

export function recordedModel(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}

/** As the exporter sends records. */
export function bulkBody(lines: readonly string[]): string {
  return lines.map((line) => `{"index":{"_index":"zeebe-record","_id":"1"}}\n${line}\n`).join('');
}

/** A record made up for a test. */
export function madeUp(given: Partial<ZeebeRecord>): ZeebeRecord {
  return {
    partitionId: 1,
    position: 1n,
    key: '100',
    sequence: 1n,
    timestampMs: 1_000,
    recordType: 'EVENT',
    valueType: 'VARIABLE',
    intent: 'CREATED',
    recordVersion: 1,
    value: {},
    ...given,
  };
}
