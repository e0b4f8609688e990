import { expect } from 'chai';
import fc from 'fast-check';
import { FILE_KINDS, readAccept } from '../../../core/uploads/file-kind.ts';
import { safeFileName } from '../../../core/uploads/file-name.ts';

describe('the name of an upload', () => {
  const cases: [string, string][] = [
    ['Fahrzeugschein.pdf', 'Fahrzeugschein.pdf'],
    ['Führerschein Größe ß.PDF', 'Führerschein Größe ß.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\kim\\schein.pdf', 'schein.pdf'],
    ['/abs/olut.pdf', 'olut.pdf'],
    ['..', 'Datei.pdf'],
    ['', 'Datei.pdf'],
    ['.pdf', 'Datei.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['a\0b\r\nc.pdf', 'abc.pdf'],
    ['schein\u202Efdp.exe', 'scheinfdp.exe.pdf'],
    ['\u200Bun\u2060sichtbar\uFEFF.pdf', 'unsichtbar.pdf'],
    ['foto.jpg', 'foto.pdf'],
    ['programm.exe', 'programm.exe.pdf'],
    ['con.pdf', '_con.pdf'],
    ['LPT1', '_LPT1.pdf'],
    ['nul.tar.pdf', '_nul.tar.pdf'],
    ['a<b>:"|?*.pdf', 'a_b______.pdf'],
    ['viel   Platz .pdf', 'viel Platz.pdf'],
    ['e\u0301.pdf', 'é.pdf'],
    ['\uD800kaputt.pdf', 'kaputt.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(100)}.pdf`],
    [`${'😀'.repeat(150)}.pdf`, `${'😀'.repeat(100)}.pdf`],
  ];
  for (const [given, wanted] of cases) {
    it(`${JSON.stringify(given).slice(0, 40)} becomes ${wanted.slice(0, 20)}`, () => {
      expect(safeFileName(given, 'pdf')).to.equal(wanted);
    });
  }

  it('is one safe name, whatever was sent, and stays itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...FILE_KINDS),
        (given, kind) => {
          const name = safeFileName(given, kind);
          expect(name).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]|^\.|^\s/u);
          expect([...name].length).to.be.within(5, 106);
          expect(safeFileName(name, kind)).to.equal(name);
        },
      ),
    );
  });
});

describe('what a form accepts', () => {
  it('is named by ending or type', () => {
    expect(readAccept('.pdf, image/jpeg,.JPG')).to.deep.equal(['pdf', 'jpeg']);
  });
  for (const other of ['.zip', '.docx', 'image/*', '.heic', '', '.pdf,.svg']) {
    it(`is not ${other || 'nothing'}`, () => expect(readAccept(other)).to.equal(undefined));
  }
});
