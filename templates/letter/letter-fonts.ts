import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unpackWoff } from './unpack-woff.ts';

export interface LetterFonts {
  /** OpenType. */
  readonly regular: Buffer;
  readonly bold: Buffer;
}

let read: LetterFonts | undefined;

/**
 * Noto Sans (SIL Open Font License 1.1), which the design system of the pages brings along. It is
 * embedded: the standard fonts of PDF lack letters that names have. Fira Sans, the face of the
 * pages, comes as WOFF2 only, and the PDF library cannot take a subset of its composed letters.
 */
export function letterFonts(): LetterFonts {
  read ??= readFonts();
  return read;
}

function readFonts(): LetterFonts {
  const require = createRequire(import.meta.url);
  const style = require.resolve('@kern-ux/native/dist/fonts/noto-sans.css');
  const font = (name: string): Buffer =>
    unpackWoff(readFileSync(join(dirname(style), 'noto-sans', `NotoSans-${name}.woff`)));
  return { regular: font('Regular'), bold: font('Bold') };
}
