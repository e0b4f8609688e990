/** Exceptions of CMIS 1.1 (2.2.1.4) with their status in the browser binding (5.2.10). */
const statusOf = {
  invalidArgument: 400,
  notSupported: 405,
  objectNotFound: 404,
  permissionDenied: 403,
  constraint: 409,
  contentAlreadyExists: 409,
  nameConstraintViolation: 409,
  updateConflict: 409,
  versioning: 409,
} as const;

export type CmisException = keyof typeof statusOf;

/** What the repository refuses. */
export class CmisProblem extends Error {
  readonly exception: CmisException;
  readonly status: number;

  constructor(exception: CmisException, message: string) {
    super(message);
    this.name = 'CmisProblem';
    this.exception = exception;
    this.status = statusOf[exception];
  }
}
