import { createHash } from 'node:crypto';
import type { Bundle } from './procedure.ts';

export const BLOCKS_FOLDER = '_building-blocks';

/** The version of a procedure that these files are: same files, same hash, in whatever order. */
export function makeBundle(key: string, files: ReadonlyMap<string, string>): Bundle {
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return { key, hash: bundleHash(sorted), files: sorted };
}

/** Lengths go in too, so that no shift of text between path and content gives the same hash. */
function bundleHash(sorted: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of sorted) {
    hash.update(`${Buffer.byteLength(path)} ${path} ${Buffer.byteLength(text)} `).update(text);
  }
  return hash.digest('hex');
}

/** `_building-blocks/collect-fee/` of a path inside it, or nothing for the procedure's own files. */
export function folderOf(path: string): string {
  const [first, second] = path.split('/');
  return first === BLOCKS_FOLDER && second !== undefined ? `${BLOCKS_FOLDER}/${second}/` : '';
}
