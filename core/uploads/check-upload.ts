import { checkJpeg, checkPng } from './check-image.ts';
import { checkPdf } from './check-pdf.ts';
import type { FileKind } from './file-kind.ts';
import { isHeic, KIND_PROFILES, kindOf } from './file-kind.ts';
import { safeFileName } from './file-name.ts';
import type { UploadProblem } from './upload-problem.ts';

export interface CheckedUpload {
  /** Safe to save under, to show and to send; its ending says what the content is. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

export interface UploadRules {
  readonly kinds: readonly FileKind[];
  readonly maxBytes: number;
}

export const BYTES_PER_MEGABYTE = 1_000_000;

const CHECKS: Readonly<Record<FileKind, (content: Uint8Array) => UploadProblem | undefined>> = {
  pdf: checkPdf,
  jpeg: checkJpeg,
  png: checkPng,
};

/**
 * What a file is, is decided by its content. It is never unpacked, decoded or rendered here: a
 * file that is a bomb stays an ordinary file until somebody opens it.
 */
export function checkUpload(
  file: { readonly fileName: string; readonly content: Uint8Array },
  { kinds, maxBytes }: UploadRules,
): CheckedUpload | UploadProblem {
  const { content } = file;
  if (content.byteLength === 0) return { code: 'upload-empty' };
  if (content.byteLength > maxBytes) return tooLarge(maxBytes);
  const kind = kindOf(content);
  if (kind === undefined || !kinds.includes(kind)) return wrongKind(content, kinds);
  const problem = CHECKS[kind](content);
  if (problem) return problem;
  const { mediaType } = KIND_PROFILES[kind];
  return { fileName: safeFileName(file.fileName, kind), mediaType, content };
}

export function tooLarge(maxBytes: number): UploadProblem {
  return {
    code: 'upload-too-large',
    values: { maxMegabytes: Math.floor(maxBytes / BYTES_PER_MEGABYTE) },
  };
}

function wrongKind(content: Uint8Array, kinds: readonly FileKind[]): UploadProblem {
  if (isHeic(content)) return { code: 'upload-heic' };
  const accepted = kinds.map((kind) => KIND_PROFILES[kind].name).join(', ');
  return { code: 'upload-type', values: { accepted } };
}
