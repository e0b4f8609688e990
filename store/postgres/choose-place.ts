import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPath, copyNativeFolder, findNativeFolder, restoreLinks } from './find-binaries.ts';
import { clusterFolder, type Place } from './place.ts';
import { makeFolder } from './make-folder.ts';
import { moveToOtherHome } from './other-home.ts';
import { PostgresError } from './postgres-error.ts';
import { isServerOf, readPostmasterFile } from './postmaster-file.ts';
import { canRunIn, unprivilegedUsers, type RunAs, type UserRun } from './run-as.ts';
import { chownTree } from './chown-tree.ts';

/** Says in `dataDir/postgres/` that the cluster had to go elsewhere. */
const POINTER = 'elsewhere.json';

/**
 * PostgreSQL does not run as root, and root's folders are often closed to everybody else. So as root:
 * 1. a cluster that a user owns is run by that user;
 * 2. otherwise a user namespace: the files stay root's, in place, and the server has no powers;
 * 3. otherwise (containers often forbid namespaces) an unprivileged user, in place if it gets there,
 *    else below a folder that survives a restart of the machine, with a pointer in `dataDir`.
 */
export function choosePlace(dataDir: string): Place {
  const usual = join(dataDir, 'postgres');
  makeFolder(usual);
  const home = readPointer(usual) ?? usual;
  const place =
    process.getuid?.() === 0 ? placeForRoot(usual, home) : placeFor(home, { kind: 'self' });
  if (place !== undefined) return place;
  throw new PostgresError(
    'postgres-no-usable-folder',
    `The database server does not run from ${home}: PostgreSQL refuses to run as root, and no ` +
      'unprivileged user can work there. Choose another folder with DATA_DIR.',
  );
}

function placeForRoot(usual: string, home: string): Place | undefined {
  const owner = clusterOwner(home);
  if (owner !== undefined && owner.uid !== 0) {
    const place = placeFor(home, { kind: 'user', ...owner });
    if (place !== undefined) return place;
  }
  const users = unprivilegedUsers();
  const nobody = users.at(-1) ?? { uid: 65534, gid: 65534 };
  if (owner === undefined || owner.uid === 0) {
    const place = placeFor(home, { kind: 'namespace', ...nobody });
    if (place !== undefined) return place;
  }
  for (const user of users) {
    const runAs = { kind: 'user', ...user } as const;
    const place = placeFor(home, runAs) ?? placeElsewhere(usual, home, runAs);
    if (place !== undefined) return place;
  }
  return undefined;
}

function placeElsewhere(usual: string, home: string, runAs: UserRun): Place | undefined {
  const cluster = clusterFolder(home);
  const live = readPostmasterFile(cluster);
  if (live !== undefined && isServerOf(live.pid, cluster)) {
    throw new PostgresError(
      'postgres-busy',
      `A database server (process ${live.pid}) still runs on ${home}; it must end before the data move.`,
    );
  }
  const other = moveToOtherHome(home, runAs, (folder) => {
    writeFileSync(join(usual, POINTER), `${JSON.stringify({ home: folder })}\n`);
  });
  return other === undefined ? undefined : placeFor(other, runAs);
}

function placeFor(home: string, runAs: RunAs): Place | undefined {
  if (runAs.kind === 'user') chownTree(home, runAs);
  if (runAs.kind !== 'self' && !canRunIn(runAs, home, 'true')) return undefined;
  const installed = findNativeFolder();
  if (linksAreThere(installed) && runsHere(runAs, home, installed)) {
    return { home, runAs, nativeFolder: installed };
  }
  const copy = copyNativeFolder(installed, home);
  if (runAs.kind === 'user') chownTree(copy, runAs);
  return runsHere(runAs, home, copy) ? { home, runAs, nativeFolder: copy } : undefined;
}

function runsHere(runAs: RunAs, home: string, nativeFolder: string): boolean {
  // Started by ourselves there is no question of permission: the start itself tells what is wrong.
  return runAs.kind === 'self' || canRunIn(runAs, home, binaryPath(nativeFolder, 'postgres'));
}

function linksAreThere(nativeFolder: string): boolean {
  try {
    restoreLinks(nativeFolder);
    return true;
  } catch {
    return false;
  }
}

function clusterOwner(home: string): { uid: number; gid: number } | undefined {
  const cluster = clusterFolder(home);
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return { uid, gid };
}

function readPointer(usual: string): string | undefined {
  const file = join(usual, POINTER);
  if (!existsSync(file)) return undefined;
  const { home } = JSON.parse(readFileSync(file, 'utf8')) as { home: string };
  if (existsSync(home)) return home;
  throw new PostgresError(
    'postgres-no-usable-folder',
    `The data of ${usual} lie in ${home}, which is gone. Bring it back, or start with an empty DATA_DIR.`,
  );
}
