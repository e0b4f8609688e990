import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chownTree } from './chown-tree.ts';
import { canRunIn, type UserRun } from './run-as.ts';

/** Not the folder for temporary files: the data must survive a restart of the machine. */
const BASES = ['/var/lib/amtsweg', '/srv/amtsweg', '/opt/amtsweg'];

const PARTS = ['password', 'port', 'cluster'];

/**
 * Finds a folder that the unprivileged user reaches and brings a cluster that is there already.
 * `remember` is called when the new home is complete; only then the old cluster goes.
 */
export function moveToOtherHome(
  home: string,
  runAs: UserRun,
  remember: (folder: string) => void,
  bases: readonly string[] = BASES,
): string | undefined {
  for (const base of bases) {
    const folder = createHome(base, runAs);
    if (folder === undefined) continue;
    for (const name of PARTS) {
      if (existsSync(join(home, name))) {
        cpSync(join(home, name), join(folder, name), { recursive: true, preserveTimestamps: true });
      }
    }
    chownTree(folder, runAs);
    remember(folder);
    for (const name of PARTS) rmSync(join(home, name), { recursive: true, force: true });
    return folder;
  }
  return undefined;
}

function createHome(base: string, runAs: UserRun): string | undefined {
  const folder = join(base, randomBytes(8).toString('hex'));
  try {
    // Passable, not listable: the names below are known to their pointers only.
    mkdirSync(base, { recursive: true, mode: 0o711 });
    mkdirSync(folder, { mode: 0o700 });
    chownTree(folder, runAs);
  } catch {
    return undefined;
  }
  if (canRunIn(runAs, folder, 'true')) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}
