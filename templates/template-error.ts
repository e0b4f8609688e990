export type TemplateErrorCode =
  | 'template-malformed'
  | 'template-unsupported'
  | 'template-unknown-value'
  | 'template-unknown-helper'
  | 'template-wrong-value'
  | 'template-too-long'
  | 'template-no-subject';

/** What is wrong with a mail or letter of a procedure, with the place where it stands. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;

  constructor(code: TemplateErrorCode, file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'TemplateError';
    this.code = code;
    this.file = file;
    this.line = line;
  }
}
