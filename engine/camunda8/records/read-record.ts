import { isObject } from '../../../core/json.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import { readExactJson } from './exact-json.ts';
import { RecordError } from './record-error.ts';
import { keyOf, numberOf, objectOf, textOf } from './record-fields.ts';

/** One record of Zeebe's log as its exporter writes it; what is a number of 64 bits there is text here. */
export interface ZeebeRecord {
  readonly partitionId: number;
  /** Rises within the partition, with holes: only some records are exported. */
  readonly position: bigint;
  readonly key: string;
  /** Counts the exported records of one value type and partition, without holes. */
  readonly sequence: bigint;
  readonly timestampMs: number;
  readonly recordType: string;
  readonly valueType: string;
  readonly intent: string;
  /** Of the form of `value`. */
  readonly recordVersion: number;
  readonly value: JsonObject;
}

/** @throws RecordError */
export function readRecord(line: string): ZeebeRecord {
  const read = readObject(line);
  return {
    partitionId: numberOf(read, 'partitionId'),
    position: BigInt(keyOf(read, 'position')),
    key: keyOf(read, 'key'),
    sequence: BigInt(keyOf(read, 'sequence')),
    timestampMs: numberOf(read, 'timestamp'),
    recordType: textOf(read, 'recordType'),
    valueType: textOf(read, 'valueType'),
    intent: textOf(read, 'intent'),
    recordVersion: numberOf(read, 'recordVersion'),
    value: objectOf(read, 'value'),
  };
}

/** @throws RecordError */
export function readObject(line: string): JsonObject {
  let read: JsonValue;
  try {
    read = readExactJson(line);
  } catch (error) {
    // The parser's own message quotes the text, which may hold what citizens wrote.
    throw new RecordError('not JSON', { cause: error });
  }
  if (!isObject(read)) throw new RecordError('not a JSON object');
  return read;
}
