import { expect } from 'chai';
import fc from 'fast-check';
import { readPlate } from '../../../core/vehicles/plate.ts';

describe('a number plate', () => {
  const german: Readonly<Record<string, string>> = {
    'PB-AB 123': 'PB-AB 123',
    'pb ab 123': 'PB-AB 123',
    ' pb - ab123 ': 'PB-AB 123',
    'PB–AB·123': 'PB-AB 123',
    'N-X 1': 'N-X 1',
    'NX 1': 'N-X 1',
    'GÖ-AB 12E': 'GÖ-AB 12 E',
    'go\u0308-ab 12 e': 'GÖ-AB 12 E',
    'M-AB 1234 H': 'M-AB 1234 H',
    ABGXY12: 'ABG-XY 12',
  };
  for (const [typed, plate] of Object.entries(german)) {
    it(`is read from "${typed}"`, () => {
      expect(readPlate(typed)).to.deep.equal({ kind: 'german', plate });
    });
  }

  it('is unclear where the district could end in two places', () => {
    for (const typed of ['BAB 123', 'bab123', 'PBAB123', 'ABC-123']) {
      expect(readPlate(typed), typed).to.deep.equal({ kind: 'unclear' });
    }
  });

  const foreign: Readonly<Record<string, string>> = {
    'WAW 12345': 'WAW 12345',
    'w-12345a': 'W-12345A',
    'GU-AUTO 1': 'GU-AUTO 1',
    '12 - ab-34': '12-AB-34',
    'AB-123-CD': 'AB-123-CD',
    '1ab   2345': '1AB 2345',
    'zh 123456': 'ZH 123456',
    'Y-123456': 'Y-123456',
    '0-12-34': '0-12-34',
    // The letters of these two are Cyrillic and Greek; what they become is Latin.
    'ав 1234 се': 'AB 1234 CE',
    'gr ινχ-4001': 'GR INX-4001',
    'h abc-123': 'H ABC-123',
  };
  for (const [typed, plate] of Object.entries(foreign)) {
    it(`is one of another country, or a special one: "${typed}"`, () => {
      expect(readPlate(typed)).to.deep.equal({ kind: 'foreign', plate });
    });
  }

  it('is invalid where it is none, or the number of a German one has a slip', () => {
    for (const typed of [
      '',
      ' - ',
      'PB',
      'PB-AB',
      'PB-AB 0123',
      'PB-AB 12345',
      'WAW-AB 12345',
      'LAU-AB 1234 E',
      'PB-AB 12 X',
      'ÄÖÜ',
      'PB-AB 1_2',
      'mein Auto',
      '<b>PB-AB 1</b>',
      '1',
      'AB 123456 CD 789',
      'x'.repeat(1_000),
    ]) {
      expect(readPlate(typed).kind, typed).to.equal('invalid');
    }
  });

  it('is read as the eye reads it, whatever keyboard it was typed on', () => {
    // М, С, Т and Н of these are Cyrillic.
    const alike = { 'МST-NZ 26': 'MST-NZ 26', 'MСT-NZ 26': 'MCT-NZ 26', 'МСТ-НZ 26': 'MCT-HZ 26' };
    for (const [typed, plate] of Object.entries(alike)) {
      expect(readPlate(typed), typed).to.deep.equal({ kind: 'german', plate });
    }
  });

  it('with letters that no plate in international traffic has is none', () => {
    for (const typed of ['ЖЯ 1234 ДБ', 'ΔΩ-4001', 'MST-ЖZ 26']) {
      expect(readPlate(typed), typed).to.deep.equal({ kind: 'invalid' });
    }
  });

  it('is read without fault, whatever was typed', () => {
    const sign = fc.constantFrom(...'abehpxABEÄüß0123456789 -.–·ж<');
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 24 }), (typed) => {
        const read = readPlate(typed);
        if ('plate' in read) expect(readPlate(read.plate)).to.deep.equal(read);
      }),
    );
  });

  it('in its normal form is read as itself', () => {
    const letters = (min: number, max: number) =>
      fc.string({
        unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ'),
        minLength: min,
        maxLength: max,
      });
    const plate = fc
      .tuple(
        letters(1, 3),
        letters(1, 2),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom('', ' E', ' H'),
      )
      .map(([district, mark, number, end]) => `${district}-${mark} ${number}${end}`)
      .filter((text) => text.replace(/[^\p{Letter}\d]/gu, '').length <= 8);
    const joint = fc.constantFrom(' ', '-', ' - ', '–', '.');
    fc.assert(
      fc.property(plate, joint, (text, sign) => {
        const wanted = { kind: 'german', plate: text };
        expect(readPlate(text)).to.deep.equal(wanted);
        const loose = text
          .toLowerCase()
          .replace('-', sign)
          .replace(/ (?=\d|e$|h$)/g, '');
        expect(readPlate(loose)).to.deep.equal(wanted);
      }),
    );
  });
});
