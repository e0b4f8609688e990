/**
 * What the exporter sent cannot be read as records. The message says where and why, for operators;
 * it never holds a value of a case.
 */
export class RecordError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RecordError';
  }
}
