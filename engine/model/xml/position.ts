/**
 * Follows saxen through the text and says in which line each token starts. saxen can tell the
 * line itself, but counts from the beginning of the file each time, which is quadratic.
 * Tokens must be reported in order and without a gap.
 */
export interface Position {
  /** Line of the token that starts at the next `<`. */
  tagLine(): number;
  /** Passes raw text. */
  passText(length: number): void;
  /** Passes a token that starts at the next `<` and is `length` long. */
  passToken(length: number): void;
  /** Passes the tag that starts at the next `<`, quoted `>` inside included. */
  passTag(): void;
  /** Line reached so far. */
  line(): number;
}

export function makePosition(text: string): Position {
  let offset = 0;
  let line = 1;
  let nextBreak = lineBreakAfter(0);

  function lineBreakAfter(from: number): number {
    const next = text.indexOf('\n', from);
    return next === -1 ? text.length : next;
  }

  function lineAt(target: number): number {
    while (nextBreak < target) {
      line += 1;
      nextBreak = lineBreakAfter(nextBreak + 1);
    }
    return line;
  }

  function toTag(): void {
    const next = text.indexOf('<', offset);
    offset = next === -1 ? text.length : next;
  }

  return {
    tagLine() {
      toTag();
      return lineAt(offset);
    },
    passText(length) {
      offset += length;
    },
    passToken(length) {
      toTag();
      offset += length;
    },
    passTag() {
      toTag();
      offset = endOfTag(text, offset) + 1;
    },
    line: () => lineAt(offset),
  };
}

/** Index of the `>` that ends the tag; the same skipping of quotes as saxen does. */
function endOfTag(text: string, from: number): number {
  for (let index = from + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '>') return index;
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, index + 1);
      if (close !== -1) index = close;
    }
  }
  return text.length;
}
