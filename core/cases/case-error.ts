/** What can go wrong with drafts, cases and what is written with them. */
export type CaseErrorCode =
  | 'draft-not-found'
  | 'draft-expired'
  /** Saved by another window since it was checked. */
  | 'draft-changed'
  | 'case-not-found'
  | 'payment-not-found'
  | 'document-not-found'
  /** More than a case file takes; nothing was written. */
  | 'value-too-large'
  | 'document-too-large'
  /** Text that PostgreSQL or an engine cannot hold (NUL, lone surrogates), or nested too deeply. */
  | 'value-not-storable'
  /** The key of a command belongs to another case or another command. */
  | 'command-key-taken'
  /** The same effect key with another request: a programming error. */
  | 'effect-request-differs'
  | 'effect-not-found'
  /** The master key that wrapped a case's key is not in the key store. */
  | 'key-unknown'
  /** Changed outside of Amtsweg, or moved from another case or column. */
  | 'ciphertext-damaged';

export class CaseError extends Error {
  readonly code: CaseErrorCode;

  constructor(code: CaseErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CaseError';
    this.code = code;
  }
}
