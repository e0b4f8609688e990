import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Gives a folder and all below it to a user; follows no links. */
export function chownTree(path: string, owner: { uid: number; gid: number }): void {
  const entry = lstatSync(path);
  if (entry.uid !== owner.uid || entry.gid !== owner.gid) lchownSync(path, owner.uid, owner.gid);
  if (!entry.isDirectory()) return;
  for (const name of readdirSync(path)) chownTree(join(path, name), owner);
}
