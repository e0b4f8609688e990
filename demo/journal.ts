import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A map of records that survives a restart when it has a file: the last record of a key counts. */
export interface Journal<T> {
  readonly entries: ReadonlyMap<string, T>;
  put(key: string, record: T): void;
  clear(): void;
}

interface Line<T> {
  key: string;
  record: T;
}

/**
 * Opens a journal. Without a path it lives in memory only. With one, each record is appended as a
 * line before `put` returns, so that an answer that was given is never forgotten by `kill -9`; a
 * line torn by a crash is dropped, and the file is compacted (written anew, renamed) at the start.
 */
export function makeJournal<T>(path?: string): Journal<T> {
  const entries = path ? readLines<T>(path) : new Map<string, T>();
  if (path) compact(path, entries);
  return {
    entries,
    put(key, record) {
      entries.set(key, record);
      if (path) appendFileSync(path, toLine({ key, record }));
    },
    clear() {
      entries.clear();
      if (path) compact(path, entries);
    },
  };
}

function readLines<T>(path: string): Map<string, T> {
  const entries = new Map<string, T>();
  if (!existsSync(path)) return entries;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const parsed = parseLine<T>(line);
    if (parsed) entries.set(parsed.key, parsed.record);
  }
  return entries;
}

function parseLine<T>(line: string): Line<T> | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as Line<T>);
  } catch {
    return undefined;
  }
}

function compact<T>(path: string, entries: Map<string, T>): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = [...entries].map(([key, record]) => toLine({ key, record }));
  writeFileSync(`${path}.new`, lines.join(''));
  renameSync(`${path}.new`, path);
}

function toLine<T>(line: Line<T>): string {
  return `${JSON.stringify(line)}\n`;
}
