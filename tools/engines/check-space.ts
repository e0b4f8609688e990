import { statfsSync } from 'node:fs';
import { LaunchError } from './launch-error.ts';

const MB = 1_000_000;

/** Better said before than found in the midst of it; `what` begins the sentence. */
export function checkSpace(
  folder: string,
  neededMb: number,
  what: string,
  freeBytesOf: (folder: string) => number = freeBytes,
): void {
  const freeMb = Math.floor(freeBytesOf(folder) / MB);
  if (freeMb >= neededMb) return;
  throw new LaunchError(
    'disk-full',
    `${what} needs about ${neededMb} MB, and the disk that holds ${folder} has ${freeMb} MB left.`,
  );
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
