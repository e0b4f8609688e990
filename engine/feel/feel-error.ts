/** `feel-syntax`: the text is no FEEL; `feel-evaluation`: it is, but its evaluation failed. */
export type FeelErrorCode = 'feel-syntax' | 'feel-evaluation';

/** Names the expression (`source`), where in it (`position`, offset from 0) and why, in English and German. */
export class FeelError extends Error {
  readonly code: FeelErrorCode;
  readonly source: string;
  readonly position?: number;
  /** The reason for analysts, in German. */
  readonly messageDe: string;

  constructor(
    code: FeelErrorCode,
    source: string,
    message: string,
    messageDe: string,
    position?: number,
  ) {
    super(message);
    this.name = 'FeelError';
    this.code = code;
    this.source = source;
    this.messageDe = messageDe;
    if (position !== undefined) this.position = position;
  }
}

/** Shortens an expression for messages, which stay on one line: to its first line, to 120 characters. */
export function excerpt(source: string): string {
  const whole = source.trim();
  const [first = ''] = whole.split(/[\n\r\u2028\u2029]/);
  const line = first.trimEnd();
  if (line.length > 120) return `${line.slice(0, 117)}…`;
  return first.length < whole.length ? `${line}…` : line;
}
