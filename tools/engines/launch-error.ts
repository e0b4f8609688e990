export type LaunchErrorCode =
  | 'wrong-usage'
  | 'java-missing'
  | 'maven-missing'
  | 'fetch-failed'
  | 'build-failed'
  | 'disk-full'
  | 'port-taken'
  | 'already-running'
  | 'already-starting'
  | 'engine-failed'
  | 'engine-not-ready'
  | 'engine-ended'
  | 'engine-not-stopped';

/** Why an engine does not start, run or stop; the message is one line for the terminal. */
export class LaunchError extends Error {
  readonly code: LaunchErrorCode;

  constructor(code: LaunchErrorCode, message: string) {
    super(message);
    this.name = 'LaunchError';
    this.code = code;
  }
}
