import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandLineOf } from '../../store/postgres/process-identity.ts';
import type { Address } from './engine.ts';

/** What is noted of an engine from the moment that its process is there. */
export interface EngineRecord {
  readonly pid: number;
  readonly startedAt: string;
  /** Meant to stay when its launcher has gone. */
  readonly background: boolean;
  readonly ready: boolean;
  readonly addresses: readonly Address[];
}

/** The processes of this machine, as far as they matter here. */
export interface ProcessTable {
  /** Empty when there is no such process, or it has ended. */
  commandLine(pid: number): string;
}

export const systemProcesses: ProcessTable = { commandLine: commandLineOf };

/** Stands in the command line, so that nobody else's process is taken for the engine of this folder. */
export function markOf(runFolder: string): string {
  return `-Damtsweg.engine=${resolve(runFolder)}`;
}

/** Of the engine that runs on this folder; a record without its process is worth nothing. */
export function findRecord(
  runFolder: string,
  processes: ProcessTable = systemProcesses,
): EngineRecord | undefined {
  const record = readRecord(runFolder);
  if (record === undefined) return undefined;
  // With NUL or blank behind it: /data must not be taken for /data2.
  const words = `${processes.commandLine(record.pid)} `.replaceAll('\0', ' ');
  return words.includes(`${markOf(runFolder)} `) ? record : undefined;
}

export function writeRecord(runFolder: string, record: EngineRecord): void {
  const file = recordFile(runFolder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

export function removeRecord(runFolder: string): void {
  rmSync(recordFile(runFolder), { force: true });
}

function recordFile(runFolder: string): string {
  return join(runFolder, 'engine.json');
}

function readRecord(runFolder: string): EngineRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(recordFile(runFolder), 'utf8')) as EngineRecord;
    return Number.isSafeInteger(record.pid) && record.pid > 0 ? record : undefined;
  } catch {
    return undefined;
  }
}
