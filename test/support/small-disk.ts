import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The words before a command that give it a disk of its own at `folder`: a tmpfs in a mount
 * namespace that ends with the command. As root, or where users may have namespaces.
 */
export function onSmallDisk(folder: string, options: string): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const mount = `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`;
  return ['unshare', ...asRoot, '--mount', 'sh', '-c', mount, folder];
}

/** Why this machine gives nobody a disk of that kind; undefined when it does. */
export function noSmallDisk(folder: string): string | undefined {
  if (process.platform !== 'linux') return `${process.platform} has no mount namespaces`;
  const [file = '', ...args] = onSmallDisk(folder, 'size=1m');
  const { status, stderr, error } = spawnSync(file, [...args, 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

export interface FilledDisk {
  /** There is room again. */
  free(): void;
}

const CHUNKS = [1_048_576, 4_096, 1];

/** Fills the disk that the process sees at `folder`, to the last byte. */
export function fillDisk(pid: number, folder: string): FilledDisk {
  const filler = join(`/proc/${pid}/root`, folder, 'filler');
  const file = openSync(filler, 'w');
  for (const size of CHUNKS) writeUntilFull(file, Buffer.alloc(size));
  closeSync(file);
  return { free: () => rmSync(filler, { force: true }) };
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
