/** Why the embedded database does not start. Stable: operators and tests rely on them. */
export type PostgresErrorCode =
  | 'postgres-missing-binaries'
  | 'postgres-port-taken'
  | 'postgres-no-write-permission'
  | 'postgres-no-usable-folder'
  | 'postgres-disk-full'
  | 'postgres-password-lost'
  | 'postgres-busy'
  | 'postgres-start-failed';

/** One line for the terminal in `message`, what the server wrote in `detail`. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode;
  readonly detail: string | undefined;

  constructor(code: PostgresErrorCode, message: string, detail?: string) {
    super(message);
    this.name = 'PostgresError';
    this.code = code;
    this.detail = detail;
  }
}

/** Turns what the file system refuses into our words; anything else stays as it is. */
export function explainFileError(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PostgresError(
      'postgres-no-write-permission',
      `No permission to write in ${folder}. Choose another folder with DATA_DIR.`,
      String(error),
    );
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, String(error));
  return error;
}

/** A write that was cut short says nothing of the disk but in its hint. */
const DISK_FULL =
  /No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes|Check free disk space/i;

/** Finds the cause in what `initdb` or `postgres` wrote before it ended. */
export function explainServerOutput(output: string, folder: string, port: number): PostgresError {
  if (DISK_FULL.test(output)) return diskFull(folder, output);
  if (/Address already in use|could not create any TCP\/IP sockets/i.test(output)) {
    return new PostgresError(
      'postgres-port-taken',
      `The database cannot listen on port ${port}: another program uses it.`,
      output,
    );
  }
  if (/Permission denied|Read-only file system/i.test(output)) {
    return new PostgresError(
      'postgres-no-write-permission',
      `The database has no permission to write in ${folder}. Choose another folder with DATA_DIR.`,
      output,
    );
  }
  const cause = /(?:FATAL|PANIC|error):.*/i.exec(output)?.[0];
  return new PostgresError(
    'postgres-start-failed',
    `The database did not start: ${cause ?? 'no reason given'}`,
    output,
  );
}

function diskFull(folder: string, detail: string): PostgresError {
  return new PostgresError(
    'postgres-disk-full',
    `No space left on the disk that holds ${folder}.`,
    detail,
  );
}
