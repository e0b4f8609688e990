/** What stops an element: it becomes an incident there, with a stable code. */
export class StepFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'StepFailure';
    this.code = code;
  }
}
