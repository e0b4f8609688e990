import { inflateSync } from 'node:zlib';

/** What a PDF of pdfkit says, a line per piece of text: enough to read our letters, no more. */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const streams = [...objects.values()].map(({ stream }) => stream);
  const fonts = fontsOf(objects);
  return streams
    .filter((stream) => stream.includes(' Tf'))
    .map((stream) => pageText(stream, fonts))
    .join('\n');
}

interface PdfObject {
  readonly head: string;
  /** Inflated; empty where there is none. */
  readonly stream: string;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const found = [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)];
  return new Map(found.map(([, id = '', body = '']) => [id, readObject(body)]));
}

function readObject(body: string): PdfObject {
  const at = body.indexOf('stream\n');
  if (at < 0) return { head: body, stream: '' };
  const head = body.slice(0, at);
  const end = body.lastIndexOf('\nendstream');
  const bytes = Buffer.from(body.slice(at + 'stream\n'.length, end), 'latin1');
  const isPacked = head.includes('/FlateDecode');
  return { head, stream: (isPacked ? inflateSync(bytes) : bytes).toString('latin1') };
}

type Glyphs = ReadonlyMap<number, string>;

/** By the name that the page gives a font, such as `F1`: what its glyphs mean. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): Map<string, Glyphs> {
  const named = [...objects.values()].flatMap(({ head }) => [
    ...head.matchAll(/\/(F\d+) (\d+) 0 R/g),
  ]);
  return new Map(
    named.map(([, name = '', id = '']) => {
      const [, meaning = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '') ?? [];
      return [name, glyphsOf(objects.get(meaning)?.stream ?? '')];
    }),
  );
}

function glyphsOf(map: string): Glyphs {
  const ranges = [...map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)];
  return new Map(
    ranges.flatMap(([, first = '', texts = '']) =>
      [...texts.matchAll(/<([0-9a-f ]*)>/gi)].map(([, code = ''], index): [number, string] => [
        Number.parseInt(first, 16) + index,
        Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      ]),
    ),
  );
}

function pageText(stream: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map();
  const lines: string[] = [];
  for (const [, font, shown = ''] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font === undefined) lines.push(shownText(shown, glyphs));
    else glyphs = fonts.get(font) ?? new Map();
  }
  return lines.join('\n');
}

function shownText(shown: string, glyphs: Glyphs): string {
  const codes = [...shown.matchAll(/<([0-9a-f]+)>/gi)].map(([, hex = '']) => hex).join('');
  return [...codes.matchAll(/[0-9a-f]{4}/gi)]
    .map(([code]) => glyphs.get(Number.parseInt(code, 16)) ?? '')
    .join('');
}
