import type { UploadProblem } from './upload-problem.ts';

/** A page of A3 with 600 dots per inch has 70 million; decoded, four bytes each. */
const MAX_PIXELS = 120_000_000;
const MAX_SIDE = 30_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Reads only what the file says of itself: decoding it is what an absurd size is meant for. */
export function checkPng(content: Uint8Array): UploadProblem | undefined {
  return checkSize(pngSize(content));
}

export function checkJpeg(content: Uint8Array): UploadProblem | undefined {
  return checkSize(jpegSize(content));
}

function checkSize(size: Size | undefined): UploadProblem | undefined {
  if (size === undefined || size.width === 0 || size.height === 0) {
    return { code: 'upload-damaged' };
  }
  const { width, height } = size;
  const isAbsurd = width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS;
  return isAbsurd ? { code: 'upload-pixels' } : undefined;
}

/** PNG (ISO/IEC 15948): signature, then chunks of length, type, data, check sum, up to `IEND`. */
function pngSize(content: Uint8Array): Size | undefined {
  const view = viewOf(content);
  if (content.byteLength < 33 || chunkType(view, 8) !== 'IHDR') return undefined;
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  for (let at = 8; at + 12 <= content.byteLength; at += 12 + view.getUint32(at)) {
    if (chunkType(view, at) === 'IEND') return size;
  }
  return undefined;
}

function chunkType(view: DataView, at: number): string {
  return String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
}

/** JPEG (ITU-T T.81, annex B): segments up to the frame header, which holds the size. */
function jpegSize(content: Uint8Array): Size | undefined {
  const view = viewOf(content);
  for (let at = 2; at + 9 < content.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameHeader(marker)) {
      const size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      return hasEnd(content, at) ? size : undefined;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + length;
  }
  return undefined;
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which lie between them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Behind the picture cameras put what they like; but its own end must be there. */
function hasEnd(content: Uint8Array, after: number): boolean {
  return Buffer.from(
    content.buffer,
    content.byteOffset + after,
    content.byteLength - after,
  ).includes(Buffer.of(0xff, 0xd9));
}

function viewOf(content: Uint8Array): DataView {
  return new DataView(content.buffer, content.byteOffset, content.byteLength);
}
