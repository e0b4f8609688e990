import type { TextKey } from '../core/i18n/translate.ts';

/**
 * Why a request gets no page. The public text is looked up by `code`; the message is for logs.
 * Unknown, foreign and forbidden are all `not-found` wherever a difference would tell something.
 */
export type HttpErrorCode =
  | 'bad-request'
  | 'csrf'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-type'
  | 'too-many'
  | 'unavailable'
  | 'internal';

export class HttpError extends Error {
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message: string = code, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'HttpError';
    this.code = code;
  }
}

export const HTTP_STATUS: Readonly<Record<HttpErrorCode, number>> = {
  'bad-request': 400,
  csrf: 403,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'unsupported-type': 415,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
};

export function errorTexts(code: HttpErrorCode): { heading: TextKey; text: TextKey } {
  return { heading: `error.${code}.heading`, text: `error.${code}.text` };
}
