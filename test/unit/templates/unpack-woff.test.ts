import { expect } from 'chai';
import { letterFonts } from '../../../templates/letter/letter-fonts.ts';
import { makeLetter } from '../../../templates/letter/make-letter.ts';
import { unpackWoff } from '../../../templates/letter/unpack-woff.ts';

describe('fonts of letters', () => {
  for (const weight of ['regular', 'bold'] as const) {
    it(`are unpacked so that every table has its checksum (${weight})`, () => {
      const font = letterFonts()[weight];
      expect(font.readUInt32BE(0)).to.equal(0x0001_0000);
      const names: string[] = [];
      for (let index = 0; index < font.readUInt16BE(4); index += 1) {
        const entry = font.subarray(12 + index * 16, 28 + index * 16);
        const name = entry.toString('latin1', 0, 4);
        const start = entry.readUInt32BE(8);
        const table = Buffer.from(font.subarray(start, start + entry.readUInt32BE(12)));
        // The one of `head` is made while its own field for the whole file is 0.
        if (name === 'head') table.writeUInt32BE(0, 8);
        expect(checksum(table), name).to.equal(entry.readUInt32BE(4));
        names.push(name);
      }
      expect(names).to.include.members(['cmap', 'glyf', 'head', 'hmtx', 'loca', 'name']);
    });
  }

  it('are read once, whatever the number of letters', async () => {
    const about = { title: 'Quittung', locale: 'de', createdAt: new Date(0) } as const;
    const letter = await makeLetter([{ type: 'title', text: 'Größe' }], about);
    expect(Buffer.from(letter).toString('latin1', 0, 8)).to.equal('%PDF-1.7');
    expect(letterFonts()).to.equal(letterFonts());
  });

  it('are refused when they are something else', () => {
    expect(() => unpackWoff(Buffer.from('wOF2 is packed otherwise'))).to.throw('not a WOFF font');
  });
});

function checksum(table: Buffer): number {
  const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
