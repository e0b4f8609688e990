/** Stable codes of what can go wrong while a decision is evaluated. */
export type DecisionErrorCode =
  | 'dmn-unknown-decision'
  | 'dmn-no-logic'
  | 'dmn-unique-violated'
  | 'dmn-any-violated'
  | 'dmn-feel-failure'
  | 'dmn-too-deep';

/** Where in the model it happened; everything that is known. */
export interface DecisionPlace {
  readonly decision?: string;
  readonly elementId?: string;
  readonly line?: number;
  readonly file?: string;
}

export class DecisionError extends Error {
  readonly code: DecisionErrorCode;
  readonly place: DecisionPlace;
  readonly messageDe: string;

  constructor(
    code: DecisionErrorCode,
    place: DecisionPlace,
    message: string,
    messageDe: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DecisionError';
    this.code = code;
    this.place = place;
    this.messageDe = messageDe;
  }
}
