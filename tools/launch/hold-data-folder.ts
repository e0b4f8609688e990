import { join, resolve } from 'node:path';
import { tryFileLock, type FileLock } from '../../store/postgres/file-lock.ts';
import { makeFolder } from '../../store/postgres/make-folder.ts';
import { StartError } from './start-error.ts';

/**
 * One application per data folder: a second would stop the database that the first works on. A lock
 * left behind by a kill does not count.
 */
export function holdDataFolder(dataDir: string): FileLock {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    const lock = tryFileLock(join(folder, 'running.lock'));
    if ('release' in lock) return lock;
    throw new StartError(
      'already-running',
      `Amtsweg runs already on ${folder} (process ${lock.heldBy}). Stop it, or choose another DATA_DIR.`,
    );
  } catch (error) {
    throw explain(error, folder);
  }
}

function explain(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StartError('disk-full', `No space left on the disk that holds ${folder}.`);
  }
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENAMETOOLONG') {
    return new StartError(
      'no-data-folder',
      `${folder} cannot be made a folder (${code}). Choose another with DATA_DIR.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartError(
      'no-write-permission',
      `No permission to write in ${folder}. Choose another folder with DATA_DIR.`,
    );
  }
  return error;
}
