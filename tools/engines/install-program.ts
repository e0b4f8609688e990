import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../store/postgres/make-folder.ts';
import { tryFileLock } from '../../store/postgres/file-lock.ts';
import { checkSpace } from './check-space.ts';
import type { Engine } from './engine.ts';
import type { Java } from './find-java.ts';
import { LaunchError } from './launch-error.ts';
import type { Progress } from './progress.ts';
import { fileInLine, runMaven } from './run-maven.ts';

export interface Installation {
  readonly engine: Pick<Engine, 'title' | 'program'>;
  /** Holds a folder for each version. */
  readonly folder: string;
  readonly java: Pick<Java, 'home'>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Folders that are not whole yet, or never became it. */
const PART = '.part-';

/**
 * The folder of the program, fetched when it is not there. It gets its name only when it is whole, so
 * that what was interrupted never counts.
 */
export async function installProgram(installation: Installation): Promise<string> {
  const { engine, folder } = installation;
  const installed = join(folder, engine.program.key);
  if (existsSync(installed)) return installed;
  makeFolder(folder);
  const lock = tryFileLock(join(folder, 'fetching.lock'));
  if ('heldBy' in lock) {
    throw new LaunchError(
      'already-starting',
      `${engine.title} is just being fetched by process ${lock.heldBy}. Try again when it is done.`,
    );
  }
  try {
    removeParts(folder);
    await fetchInto(installed, installation);
    return installed;
  } finally {
    lock.release();
  }
}

async function fetchInto(installed: string, installation: Installation): Promise<void> {
  const { engine, folder, java, signal, progress } = installation;
  const { what, neededMb, mainFile, mavenArguments } = engine.program;
  checkSpace(folder, neededMb, `Fetching ${engine.title}`);
  const part = join(folder, `${PART}${process.pid}`);
  const program = join(part, 'program');
  makeFolder(part);
  let current = '';
  const fetch = (): Promise<void> =>
    runMaven({
      args: mavenArguments(program),
      // Not all that Maven leaves behind belongs to the program.
      folder: part,
      javaHome: java.home,
      signal,
      onLine: (line) => (current = fileInLine(line) ?? current),
    });
  try {
    await progress.during(`Fetching ${what} with Maven`, fetch, () => current);
    checkWhole(program, mainFile);
    renameSync(program, installed);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function checkWhole(program: string, mainFile: string): void {
  if (existsSync(join(program, mainFile))) return;
  throw new LaunchError('fetch-failed', `Maven succeeded, but ${mainFile} is not there.`);
}

/** What earlier starts left that were killed while they fetched. */
function removeParts(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(PART))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}
