/**
 * What may be uploaded. All three are shown by every browser and kept by every archive; whatever
 * else a form would like to take (HEIC, Office, ZIP) is refused when the form is read.
 */
export const FILE_KINDS = ['pdf', 'jpeg', 'png'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

interface KindProfile {
  readonly mediaType: string;
  /** The first one is given to files whose name has another. */
  readonly extensions: readonly [string, ...string[]];
  /** As people say it. */
  readonly name: string;
}

export const KIND_PROFILES: Readonly<Record<FileKind, KindProfile>> = {
  pdf: { mediaType: 'application/pdf', extensions: ['.pdf'], name: 'PDF' },
  jpeg: { mediaType: 'image/jpeg', extensions: ['.jpg', '.jpeg'], name: 'JPEG' },
  png: { mediaType: 'image/png', extensions: ['.png'], name: 'PNG' },
};

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_SIGNATURE = [0xff, 0xd8, 0xff];
const PDF_SIGNATURE = [0x25, 0x50, 0x44, 0x46, 0x2d];

/**
 * By its first bytes alone: name and declared type are the sender's words. A PDF must begin with
 * its mark; readers search for it further on, which lets one file be two things.
 */
export function kindOf(content: Uint8Array): FileKind | undefined {
  if (startsWith(content, PDF_SIGNATURE)) return 'pdf';
  if (startsWith(content, JPEG_SIGNATURE)) return 'jpeg';
  return startsWith(content, PNG_SIGNATURE) ? 'png' : undefined;
}

/** Photos of some telephones: refused like every other type, but with advice (ISO 23008-12). */
export function isHeic(content: Uint8Array): boolean {
  const brand = String.fromCharCode(...content.subarray(4, 12));
  return /^ftyp(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand);
}

/** `.pdf,image/jpeg`, as HTML's `accept` has it; undefined when something in it is not taken. */
export function readAccept(accept: string): FileKind[] | undefined {
  const kinds = accept
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .map((part) => FILE_KINDS.find((kind) => names(kind).includes(part)));
  const known = kinds.filter((kind) => kind !== undefined);
  return known.length === kinds.length ? [...new Set(known)] : undefined;
}

/** For the browser's file chooser. */
export function acceptOf(kinds: readonly FileKind[]): string {
  return kinds.flatMap(names).join(',');
}

function names(kind: FileKind): string[] {
  const { mediaType, extensions } = KIND_PROFILES[kind];
  return [mediaType, ...extensions];
}

function startsWith(content: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => content[at] === byte);
}
