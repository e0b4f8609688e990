import { spawnSync, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** PostgreSQL refuses to run as root. Three ways to run it, the first that fits the case. */
export type RunAs =
  | { readonly kind: 'self' }
  /** Root by the kernel's files, "nobody" by its own view, without any capability. */
  | { readonly kind: 'namespace'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

export type UserRun = Extract<RunAs, { kind: 'user' }>;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>;
}

export function commandAs(runAs: RunAs, file: string, args: readonly string[]): Command {
  if (runAs.kind === 'self') return { file, args, options: {} };
  if (runAs.kind === 'user') return { file, args, options: { uid: runAs.uid, gid: runAs.gid } };
  // Without --fork: unshare becomes the program, so that its process number is the server's.
  const map = [`--map-user=${runAs.uid}`, `--map-group=${runAs.gid}`];
  return { file: 'unshare', args: ['--user', ...map, '--', file, ...args], options: {} };
}

/** Tries it out: can that user write in the folder and run the program there? */
export function canRunIn(runAs: RunAs, folder: string, program: string): boolean {
  const script = 'cd "$0" && test -w . && exec "$1" --version';
  const { file, args, options } = commandAs(runAs, '/bin/sh', ['-c', script, folder, program]);
  return spawnSync(file, args, { ...options, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** The unprivileged users of this machine that may run a database, best first. */
export function unprivilegedUsers(passwdFile = '/etc/passwd'): { uid: number; gid: number }[] {
  const lines = readFileSync(passwdFile, 'utf8').split('\n');
  return ['postgres', 'nobody'].flatMap((name) => {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    return fields === undefined ? [] : [{ uid: Number(fields[2]), gid: Number(fields[3]) }];
  });
}
