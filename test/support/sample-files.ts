import { crc32, deflateSync } from 'node:zlib';

/** Files to upload, made by hand: every byte of them is meant. */

export interface SampleObject {
  /** Between `obj` and `endobj`. */
  readonly body: string | Buffer;
}

const PAGES = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
];

/** One empty page, and whatever else is given as further objects; `trailer` goes into the trailer. */
export function samplePdf(more: readonly (string | Buffer)[] = [], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1')];
  [...PAGES, ...more].forEach((body, index) => {
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n'));
  });
  const end = `trailer << /Root 1 0 R ${trailer} >>\nstartxref\n0\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

/** An object stream with these objects in it. */
export function objectStream(objects: string, entries = '/Filter /FlateDecode'): Buffer {
  const header = '10 0 ';
  const packed = deflateSync(Buffer.from(header + objects));
  const dictionary = `<< /Type /ObjStm /N 1 /First ${header.length} /Length ${packed.length} ${entries} >>`;
  return streamObject(dictionary, packed);
}

export function streamObject(dictionary: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${dictionary}\nstream\n`), data, Buffer.from('\nendstream')]);
}

/** A grey PNG that says it has this size; its picture is as small as possible. */
export function samplePng(width = 2, height = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(Math.min(height, 100) * (Math.min(width, 100) + 1), 0);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** The frame of a JPEG: enough to be measured, without a picture. */
export function sampleJpeg(width = 2, height = 2): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
    Buffer.from([0xff, 0xff, 0xc0, 0, 11, 8]),
    size,
    Buffer.from([1, 1, 0x11, 0]),
    Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0xff, 0xd9]),
  ]);
}

/** A ZIP whose only entry claims four gigabytes: what is inside is never looked at. */
export function zipBomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(10_000_000));
  const header = Buffer.alloc(30);
  header.set([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0], 0);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(0xffff_fff0, 22);
  return Buffer.concat([header, packed]);
}

export function sampleHeic(): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
}
