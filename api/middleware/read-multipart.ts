import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { MAX_DRAFT_BYTES, MAX_FILE_BYTES } from '../../core/uploads/upload-limits.ts';
import { HttpError } from '../http-error.ts';
import type { ByteShare } from './byte-budget.ts';

/** A file as it was sent: everything but its bytes is only said. */
export interface SentFile {
  /** Name of the form field. */
  readonly field: string;
  readonly fileName: string;
  /** Empty when it was larger than a file may be: nothing of it was kept. */
  readonly content: Uint8Array;
  readonly isTooLarge: boolean;
}

export interface Multipart {
  readonly fields: Record<string, string[]>;
  readonly files: SentFile[];
}

/** What is typed beside the files. */
const MAX_FIELDS_BYTES = 200_000;
const LIMITS = {
  fieldNameSize: 200,
  fieldSize: MAX_FIELDS_BYTES,
  fields: 1_000,
  files: 40,
  fileSize: MAX_FILE_BYTES,
  parts: 1_040,
  headerPairs: 20,
  headerSize: 8_000,
};
const MAX_REQUEST_BYTES = MAX_DRAFT_BYTES + MAX_FIELDS_BYTES;

/**
 * Reads a form with files (RFC 7578), never holding more than the limits. `beforeFiles` sees the
 * fields that came before the first file and may refuse it by throwing: then no byte is kept.
 */
export async function readMultipart(
  request: Request,
  share: ByteShare,
  beforeFiles: (fields: Multipart['fields']) => void,
): Promise<Multipart> {
  try {
    return await new Promise((resolve, reject) => {
      collect(request, share, beforeFiles, resolve, reject);
    });
  } catch (error) {
    request.unpipe();
    // The rest is let go by, so that the answer can be read by whoever is still sending.
    request.resume();
    throw error instanceof HttpError
      ? error
      : new HttpError('bad-request', 'malformed multipart', { cause: error });
  }
}

function collect(
  request: Request,
  share: ByteShare,
  beforeFiles: (fields: Multipart['fields']) => void,
  resolve: (read: Multipart) => void,
  reject: (error: unknown) => void,
): void {
  const fields = Object.create(null) as Multipart['fields'];
  const files: SentFile[] = [];
  const tooLarge = (): void => reject(new HttpError('too-large', 'multipart too large'));
  const parser = new Busboy({
    headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
    limits: LIMITS,
    isPartAFile: (_field, _type, fileName) => fileName !== undefined,
  });
  let sentBytes = 0;
  let refused = false;
  parser.on('field', (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) tooLarge();
    if (typeof name === 'string') (fields[name] ??= []).push(value);
  });
  parser.on('file', (field, stream, fileName) => {
    try {
      if (files.length === 0 && !refused) beforeFiles(fields);
    } catch (error) {
      refused = true;
      reject(error);
    }
    if (refused) stream.resume();
    else keep(stream, (content) => files.push({ field, fileName, ...content }), reject);
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, tooLarge);
  }
  parser.on('error', reject);
  parser.on('finish', () => resolve({ fields, files: files.filter(isChosen) }));
  request.on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
    if (sentBytes > MAX_REQUEST_BYTES) tooLarge();
    else if (!share.take(chunk.length)) {
      reject(new HttpError('unavailable', 'too many uploads at once'));
    }
  });
  request.on('close', () => {
    // A request that came to its end closes too, often before the last file was read out.
    if (!request.complete) reject(new HttpError('bad-request', 'gone before the end'));
  });
  request.pipe(parser);
}

function keep(
  stream: Readable & { truncated?: boolean },
  done: (file: Pick<SentFile, 'content' | 'isTooLarge'>) => void,
  reject: (error: unknown) => void,
): void {
  let chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('limit', () => {
    chunks = [];
  });
  stream.on('error', reject);
  stream.on('end', () => {
    const isTooLarge = stream.truncated === true;
    done({ content: isTooLarge ? new Uint8Array() : Buffer.concat(chunks), isTooLarge });
  });
}

/** A file input in which nothing was chosen is sent all the same, empty and without a name. */
function isChosen({ fileName, content, isTooLarge }: SentFile): boolean {
  return fileName !== '' || isTooLarge || content.byteLength > 0;
}
