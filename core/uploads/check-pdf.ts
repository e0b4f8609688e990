import { inflateSync } from 'node:zlib';
import { pdfNames, readDictionary, skipBlank, type PdfDictionary } from './pdf-syntax.ts';
import type { UploadProblem, UploadProblemCode } from './upload-problem.ts';

/**
 * Names without which none of these works. `/JS` alone is not among them: a script runs only by an
 * action `/JavaScript` or `/Rendition`, and three letters occur by chance in compressed pictures.
 */
const REFUSED: ReadonlyMap<string, UploadProblemCode> = new Map([
  ['Encrypt', 'upload-pdf-encrypted'],
  ...['JavaScript', 'Rendition', 'Launch', 'ImportData', 'RichMedia', 'XFA'].map(
    (name) => [name, 'upload-pdf-active'] as const,
  ),
  ...['EmbeddedFile', 'EmbeddedFiles', 'FileAttachment', 'GoToE'].map(
    (name) => [name, 'upload-pdf-attachment'] as const,
  ),
]);

const MAX_DICTIONARY = 64 * 1024;
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
const OBJECT = /\d[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj/g;
const FLATE = new Set(['FlateDecode', 'Fl']);
/** In the dictionary of an object stream: what would show us something else than a reader. */
const DISGUISES = [
  /^(ASCIIHex|ASCII85|LZW|RunLength|CCITTFax|JBIG2|DCT|JPX)Decode$/,
  /^Crypt$/,
].concat([/^(AHx|A85|LZW|RL|CCF|DCT)$/, /^Predictor$/, /^(F|FFilter)$/]);

/**
 * Refuses PDFs that do more than show pages: scripts, programs, attached files, encryption. All of
 * the file is searched, whatever it claims to be, and every object stream, in which dictionaries
 * can lie compressed (ISO 32000-2, section 7.5.7). What cannot be searched is refused.
 */
export function checkPdf(content: Uint8Array): UploadProblem | undefined {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString(
    'latin1',
  );
  if (!text.includes('startxref') || !text.slice(-2048).includes('%%EOF')) {
    return { code: 'upload-damaged' };
  }
  let packed = 0;
  for (const name of pdfNames(text)) {
    const code = REFUSED.get(name);
    if (code) return { code };
    if (name === 'ObjStm') packed += 1;
  }
  return checkObjectStreams(content, text, packed);
}

/** `stated`: how often the file names an object stream; each one must have been looked into. */
function checkObjectStreams(
  content: Uint8Array,
  text: string,
  stated: number,
): UploadProblem | undefined {
  const hidden: UploadProblem = { code: 'upload-pdf-hidden' };
  let seen = 0;
  let workLeft = 4 * text.length + MAX_DICTIONARY;
  let bytesLeft = MAX_INFLATED_BYTES;
  for (const found of text.matchAll(OBJECT)) {
    const from = found.index + found[0].length;
    const limit = Math.min(text.length, from + MAX_DICTIONARY);
    const dictionary = readDictionary(text, from, limit);
    workLeft -= (dictionary?.end ?? limit) - from;
    // Made of openings that never end: to be read again and again.
    if (workLeft < 0) return hidden;
    if (!dictionary || !isObjectStream(dictionary)) continue;
    const start = startOfStream(text, dictionary.end);
    if (start === undefined) continue;
    seen += dictionary.names.filter((name) => name === 'ObjStm').length;
    const inside = open(content.subarray(start), dictionary, bytesLeft);
    if (inside === undefined) return hidden;
    bytesLeft -= inside.length;
    for (const name of pdfNames(inside)) {
      const code = REFUSED.get(name);
      if (code) return { code };
    }
  }
  return seen < stated ? hidden : undefined;
}

function isObjectStream({ names }: PdfDictionary): boolean {
  return names.includes('ObjStm') || (names.includes('First') && names.includes('N'));
}

function startOfStream(text: string, after: number): number | undefined {
  const at = skipBlank(text, after, text.length);
  const line = /^stream(\r\n|\n|\r)/.exec(text.slice(at, at + 8))?.[0];
  return line === undefined ? undefined : at + line.length;
}

/** Unpacked, never beyond `maxBytes`; undefined when that is not possible without doubt. */
function open(data: Uint8Array, { names }: PdfDictionary, maxBytes: number): string | undefined {
  if (names.some((name) => DISGUISES.some((disguise) => disguise.test(name)))) return undefined;
  const flate = names.filter((name) => FLATE.has(name)).length;
  // Not packed at all: it was searched with the file.
  if (!names.includes('Filter')) return '';
  if (flate !== 1 || maxBytes < 1) return undefined;
  try {
    return inflateSync(data, { maxOutputLength: maxBytes }).toString('latin1');
  } catch {
    return undefined;
  }
}
