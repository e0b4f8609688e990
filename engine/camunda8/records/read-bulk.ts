import { readObject, readRecord } from './read-record.ts';
import type { ZeebeRecord } from './read-record.ts';
import { RecordError } from './record-error.ts';

/**
 * The body of a bulk request: lines in pairs, what to do with a record (always: index it) and the
 * record. All of them or none.
 *
 * @throws RecordError that names the line
 */
export function readBulk(body: string): ZeebeRecord[] {
  const lines = body.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new RecordError('the body holds no records');
  if (lines.length % 2 === 1) throw new RecordError('the body ends in the middle of a pair');
  const records: ZeebeRecord[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    inLine(at, () => checkAction(lines[at] as string));
    records.push(inLine(at + 1, () => readRecord(lines[at + 1] as string)));
  }
  return records;
}

function checkAction(line: string): void {
  if (!Object.hasOwn(readObject(line), 'index')) throw new RecordError("no action 'index'");
}

function inLine<T>(at: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new RecordError(`line ${at + 1}: ${error.message}`, { cause: error });
  }
}
