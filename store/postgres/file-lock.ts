import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { identifyProcess } from './process-identity.ts';

const PAUSE_MS = 50;

/** A lock file names the process that holds it, so that one left behind by a kill is worth nothing. */
export interface FileLock {
  release(): void;
}

/** Takes the lock or answers with the number of the process that holds it. */
export function tryFileLock(file: string): FileLock | { readonly heldBy: number } {
  const self = identifyProcess(process.pid) ?? String(process.pid);
  const draft = `${file}.${randomUUID()}`;
  try {
    // Inside: on a full disk an empty file would stay behind, one for each try.
    writeFileSync(draft, self, { mode: 0o600 });
    for (;;) {
      if (linkedTo(draft, file)) return { release: () => releaseIfOwn(file, self) };
      const holder = readLock(file);
      if (holder === undefined) continue;
      const pid = Number.parseInt(holder, 10);
      if (identifyProcess(pid) === holder) return { heldBy: pid };
      discardStale(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` while no other process is inside; `undefined` when `waitMs` was not enough. */
export async function withFileLock<T>(
  file: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += PAUSE_MS) {
    const lock = tryFileLock(file);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await delay(PAUSE_MS);
  }
  return undefined;
}

/** The process that holds the lock just now. */
export function lockHolder(file: string): number | undefined {
  const holder = readLock(file);
  const pid = Number.parseInt(holder ?? '', 10);
  return holder !== undefined && identifyProcess(pid) === holder ? pid : undefined;
}

/** A hard link appears with its content, or not at all. */
function linkedTo(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Two processes may find the same stale lock: only the one that moves it away removes it. */
function discardStale(file: string, holder: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Between reading and moving another process may have taken the lock: give it back.
  if (readLock(aside) !== holder) linkedTo(aside, file);
  rmSync(aside, { force: true });
}

function releaseIfOwn(file: string, self: string): void {
  if (readLock(file) === self) rmSync(file, { force: true });
}
