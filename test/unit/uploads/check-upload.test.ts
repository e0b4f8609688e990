import { expect } from 'chai';
import PDFDocument from 'pdfkit';
import { deflateSync } from 'node:zlib';
import { checkUpload } from '../../../core/uploads/check-upload.ts';
import { FILE_KINDS, type FileKind } from '../../../core/uploads/file-kind.ts';
import { EICAR } from '../../support/clamd.ts';
import {
  objectStream,
  sampleHeic,
  sampleJpeg,
  samplePdf,
  samplePng,
  streamObject,
  zipBomb,
} from '../../support/sample-files.ts';

const maxBytes = 10_000_000;

function check(content: Uint8Array, fileName = 'datei', kinds: readonly FileKind[] = FILE_KINDS) {
  return checkUpload({ fileName, content }, { kinds, maxBytes });
}

function codeOf(content: Uint8Array, kinds?: readonly FileKind[]): string {
  const checked = check(content, 'datei', kinds);
  return 'code' in checked ? checked.code : 'ok';
}

describe('the check of an upload', () => {
  describe('decides by content', () => {
    const good: [string, Uint8Array, string, string][] = [
      ['a PDF', samplePdf(), 'application/pdf', 'datei.pdf'],
      ['a PNG', samplePng(), 'image/png', 'datei.png'],
      ['a JPEG', sampleJpeg(4000, 3000), 'image/jpeg', 'datei.jpg'],
    ];
    for (const [name, content, mediaType, fileName] of good) {
      it(`what ${name} is`, () => {
        expect(check(content)).to.deep.equal({ fileName, mediaType, content });
      });
    }

    it('whatever the name says', () => {
      const checked = check(samplePng(), 'rechnung.pdf');
      expect(checked).to.include({ fileName: 'rechnung.png', mediaType: 'image/png' });
    });

    it('what the form takes', () => {
      expect(check(samplePng(), 'bild.pdf', ['pdf', 'jpeg'])).to.deep.equal({
        code: 'upload-type',
        values: { accepted: 'PDF, JPEG' },
      });
    });
  });

  describe('refuses', () => {
    const bad: [string, Uint8Array, string][] = [
      ['an empty file', Buffer.alloc(0), 'upload-empty'],
      ['one that is too large', Buffer.alloc(maxBytes + 1), 'upload-too-large'],
      ['a page of HTML', Buffer.from('<!doctype html><script>1</script>'), 'upload-type'],
      [
        'a picture made of text',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        'upload-type',
      ],
      ['a program', Buffer.from('MZ\x90\0'), 'upload-type'],
      ['the EICAR text', Buffer.from(EICAR), 'upload-type'],
      ['a ZIP, without unpacking it', zipBomb(), 'upload-type'],
      [
        'a PDF behind something else',
        Buffer.concat([Buffer.from('GIF89a'), samplePdf()]),
        'upload-type',
      ],
      ['a photo that few can open', sampleHeic(), 'upload-heic'],
      ['a PDF cut in half', samplePdf().subarray(0, 100), 'upload-damaged'],
      ['a PNG cut in half', samplePng().subarray(0, 40), 'upload-damaged'],
      ['a PNG of one byte too few', samplePng().subarray(0, -13), 'upload-damaged'],
      ['the beginning of a JPEG', sampleJpeg().subarray(0, 12), 'upload-damaged'],
      ['a JPEG without its end', sampleJpeg().subarray(0, -2), 'upload-damaged'],
      ['a PNG without size', samplePng(0, 5), 'upload-damaged'],
      ['a PNG of absurd size', samplePng(50_000, 50_000), 'upload-pixels'],
      ['a JPEG of absurd size', sampleJpeg(65_500, 65_500), 'upload-pixels'],
      ['a long and narrow one', samplePng(4_000_000_000, 1), 'upload-pixels'],
    ];
    for (const [name, content, code] of bad) {
      it(name, () => expect(codeOf(content)).to.equal(code));
    }
  });

  describe('of a PDF', () => {
    const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
    const bad: [string, Uint8Array, string][] = [
      ['with a script', samplePdf([script]), 'upload-pdf-active'],
      [
        'with a script under another spelling',
        samplePdf(['<< /S /J#61va#53cript /JS (1) >>']),
        'upload-pdf-active',
      ],
      ['with a script in a packed object', samplePdf([objectStream(script)]), 'upload-pdf-active'],
      [
        'with a script in a second packed object',
        samplePdf([objectStream('<< /A 1 >>'), objectStream(script)]),
        'upload-pdf-active',
      ],
      ['that starts a program', samplePdf(['<< /S /Launch /F (cmd.exe) >>']), 'upload-pdf-active'],
      ['with a form of XFA', samplePdf(['<< /XFA [(template) 5 0 R] >>']), 'upload-pdf-active'],
      [
        'with moving media',
        samplePdf([objectStream('<< /Subtype /RichMedia >>')]),
        'upload-pdf-active',
      ],
      [
        'with a file in it',
        samplePdf(['<< /Names << /EmbeddedFiles 5 0 R >> >>']),
        'upload-pdf-attachment',
      ],
      [
        'with a file pinned to a page',
        samplePdf(['<< /Subtype /FileAttachment >>']),
        'upload-pdf-attachment',
      ],
      ['that is encrypted', samplePdf([], '/Encrypt 5 0 R'), 'upload-pdf-encrypted'],
      [
        'whose objects are packed unusually',
        samplePdf([objectStream(script, '/Filter /LZWDecode')]),
        'upload-pdf-hidden',
      ],
      [
        'packed twice',
        samplePdf([objectStream(script, '/Filter [/FlateDecode /FlateDecode]')]),
        'upload-pdf-hidden',
      ],
      [
        'packed behind a predictor',
        samplePdf([objectStream(script, '/Filter /FlateDecode /DecodeParms << /Predictor 12 >>')]),
        'upload-pdf-hidden',
      ],
      [
        'whose objects lie elsewhere',
        samplePdf([objectStream(script, '/Filter /FlateDecode /F (other)')]),
        'upload-pdf-hidden',
      ],
      [
        'whose packed objects are broken',
        samplePdf([
          streamObject(
            '<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>',
            Buffer.from('none'),
          ),
        ]),
        'upload-pdf-hidden',
      ],
      ['whose dictionary never ends', samplePdf(['<< /Type /ObjStm /N 1 (']), 'upload-pdf-hidden'],
      [
        'whose packed objects are a bomb',
        samplePdf([
          streamObject(
            '<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>',
            deflateSync(Buffer.alloc(70_000_000)),
          ),
        ]),
        'upload-pdf-hidden',
      ],
      [
        'that hides a type in a string',
        samplePdf([objectStream(script, '/X (6 0 obj) /Filter /FlateDecode')]),
        'upload-pdf-active',
      ],
    ];
    for (const [name, content, code] of bad) {
      it(`refuses one ${name}`, () => expect(codeOf(content)).to.equal(code));
    }

    it('takes packed objects without anything active', () => {
      expect(codeOf(samplePdf([objectStream('<< /Type /Font /Encoding /WinAnsi >>')]))).to.equal(
        'ok',
      );
    });

    it('takes links and plain actions', () => {
      expect(codeOf(samplePdf(['<< /S /URI /URI (https://stadt.example) >>']))).to.equal('ok');
    });

    it('takes what our own letters are made with', async () => {
      const letter = new PDFDocument({ tagged: true, subset: 'PDF/A-2a', pdfVersion: '1.7' });
      const chunks: Buffer[] = [];
      letter.on('data', (chunk: Buffer) => chunks.push(chunk));
      const ended = new Promise((resolve) => letter.on('end', resolve));
      letter.text('JavaScript and /Launch are words too').end();
      await ended;
      expect(codeOf(Buffer.concat(chunks))).to.equal('ok');
    });

    it('is done in time with a file made to take for ever', () => {
      const endless = samplePdf([`${'1 0 obj << ('.repeat(400_000)}`]);
      const startedMs = performance.now();
      expect(codeOf(endless)).to.equal('upload-pdf-hidden');
      expect(performance.now() - startedMs).to.be.lessThan(20_000);
    });
  });
});
