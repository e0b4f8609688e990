import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { chownTree } from './chown-tree.ts';
import { binaryPath } from './find-binaries.ts';
import { explainServerOutput, PostgresError } from './postgres-error.ts';
import { passwordFile, clusterFolder, type Place } from './place.ts';
import { commandAs } from './run-as.ts';

export const SUPERUSER = 'amtsweg';
const DRAFT = 'cluster.draft';

/**
 * Makes the cluster if there is none. It grows under another name and is renamed when complete, so
 * that what a kill leaves half made is never taken for a cluster, nor a cluster for half made.
 */
export async function ensureCluster(place: Place): Promise<{ created: boolean }> {
  const cluster = clusterFolder(place.home);
  if (existsSync(cluster)) return { created: false };
  const draft = join(place.home, DRAFT);
  rmSync(draft, { recursive: true, force: true });
  ensurePassword(place);
  await runInitdb(place, draft);
  renameSync(draft, cluster);
  return { created: true };
}

export function readPassword(home: string): string {
  try {
    return readFileSync(passwordFile(home), 'utf8').trim();
  } catch {
    throw new PostgresError(
      'postgres-password-lost',
      `The file with the database's password is gone or unreadable: ${passwordFile(home)}`,
    );
  }
}

function ensurePassword(place: Place): void {
  const file = passwordFile(place.home);
  if (existsSync(file)) return;
  mkdirSync(place.home, { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  writeFileSync(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (place.runAs.kind === 'user') chownTree(draft, place.runAs);
  renameSync(draft, file);
}

async function runInitdb(place: Place, target: string): Promise<void> {
  const { file, args, options } = commandAs(place.runAs, binaryPath(place.nativeFolder, 'initdb'), [
    `--pgdata=${target}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile(place.home)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]);
  const child = spawn(file, args, {
    ...options,
    cwd: place.home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode === 0 && readdirSync(target).includes('PG_VERSION')) return;
  rmSync(target, { recursive: true, force: true });
  throw explainServerOutput(output, place.home, 0);
}
