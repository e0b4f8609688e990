export type StartErrorCode =
  | 'port-taken'
  | 'port-forbidden'
  | 'already-running'
  | 'no-write-permission'
  | 'no-data-folder'
  | 'disk-full'
  | 'demo-city-failed';

/** Why the application does not start; the message is one line for the terminal. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.name = 'StartError';
    this.code = code;
  }
}

/** Errors with a code of our own say all in their message; of others the log wants the stack. */
export function isExplained(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[a-z]+(-[a-z]+)*$/.test(code);
}

/**
 * One line for anything that may come up at the start or break in the midst of work. Only what we
 * worded ourselves may go on below it, such as the problems of a procedure, a line each.
 */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const [line = '', ...more] = error.message.split('\n');
  if (isExplained(error)) return [`${line} [${code}]`, ...more].join('\n');
  if (code === 'ENOSPC') return `No space left on the disk: ${line} [disk-full]`;
  if (code === 'EACCES' || code === 'EROFS') {
    return `No permission: ${line} [no-write-permission]`;
  }
  return `${error.name}: ${line}`;
}
