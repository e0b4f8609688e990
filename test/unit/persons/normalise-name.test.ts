import { expect } from 'chai';
import fc from 'fast-check';
import { givenNamesFit, normaliseName } from '../../../core/persons/normalise-name.ts';

describe('a name, normalised', () => {
  const alike: readonly (readonly string[])[] = [
    ['Müller', 'MUELLER', 'mu\u0308ller', ' Mueller '],
    ['Weiß', 'Weiss', 'WEIẞ'],
    ['von der Heide', 'v. d. Heide', 'v.d. Heide', 'Heide, von der', 'Von Der HEIDE'],
    ['Meyer-Schmidt', 'Meyer Schmidt', 'Meyer – Schmidt', 'MEYER-SCHMIDT'],
    ["O'Neill", 'O’Neill', 'ONeill'],
    ['Żółtowski', 'Zoltowski'],
    ['Güneş', 'Guenes'],
    ['François', 'Francois'],
    ['Sørensen', 'Soerensen'],
    ['Łukasz', 'Lukasz'],
    ['Ǿrsted', 'Ørsted', 'Oersted'],
    ['Ǣlfric', 'Ælfric', 'Aelfric'],
    ['Åström', 'Aastroem', 'a\u030astro\u0308m'],
    ['Ħasan', 'Hasan'],
    ['ΠΑΠΠΑΣ', 'Παππας'],
    ['von und zu Guttenberg', 'v. u. z. Guttenberg', 'Guttenberg, von und zu'],
    ['Dr. Wolf', 'Wolf', 'Prof. Dr. Wolf'],
  ];
  for (const names of alike) {
    it(`is the same for ${names.join(' / ')}`, () => {
      expect(new Set(names.map(normaliseName)).size).to.equal(1);
    });
  }

  it('tells different names apart, and their order', () => {
    const different = [
      'Meyer-Schmidt',
      'Schmidt-Meyer',
      'Meier',
      'Meyer',
      'Mayer',
      'Van',
      'Von',
      'Zu',
    ];
    expect(new Set(different.map(normaliseName)).size).to.equal(different.length);
  });

  it('of other scripts stays as it is, and nothing stays nothing', () => {
    expect(normaliseName('Ζωή')).to.not.equal('');
    expect(normaliseName('王')).to.equal('王');
    expect(normaliseName(' . - ')).to.equal('');
  });

  const letters = 'abcdefghijklmnopqrstuvwxyzäöüßåæøéèçñşżłđőğı';
  const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 12 });
  const surname = fc.array(word, { minLength: 1, maxLength: 3 });

  it('is normal already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).to.equal(once);
      }),
      { numRuns: 2_000, examples: [['Ǣ'], ['ǿ'], ['Ǘ'], ['ᾼ'], ['ΑΣ Α']] },
    );
  });

  it('is the same in capitals, composed or not, joined by whatever sign', () => {
    const sign = fc.constantFrom(' ', '-', ' - ', '–', '.', ', ', '\u00a0', '/');
    fc.assert(
      fc.property(surname, sign, (words, joint) => {
        const wanted = normaliseName(words.join(' '));
        const text = words.join(joint);
        for (const form of ['NFC', 'NFD'] as const) {
          expect(normaliseName(` ${text.normalize(form)} `)).to.equal(wanted);
          expect(normaliseName(text.toUpperCase().normalize(form))).to.equal(wanted);
        }
      }),
    );
  });

  it('is the same with its umlauts written out', () => {
    const written: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', å: 'aa' };
    fc.assert(
      fc.property(surname, (words) => {
        const text = words.join(' ');
        const plain = text.replace(/[äöüßå]/g, (letter) => written[letter] ?? letter);
        expect(normaliseName(plain)).to.equal(normaliseName(text));
      }),
    );
  });

  it('is the same with its particle before it, behind it, in short, or left out', () => {
    fc.assert(
      fc.property(word, (name) => {
        const long = `${name}burg`;
        const spelled = [`von der ${long}`, `${long}, von der`, `v.d. ${long}`, long];
        expect(new Set(spelled.map(normaliseName)).size).to.equal(1);
      }),
    );
  });

  it('consists of small letters without marks', () => {
    fc.assert(
      fc.property(surname, (words) => {
        expect(normaliseName(words.join('-'))).to.match(/^[a-z]+$/);
      }),
    );
  });
});

describe('given names', () => {
  it('fit when one of them was left out', () => {
    for (const [left, right] of [
      ['Anna', 'Anna Maria'],
      ['Anna Maria', 'Maria'],
      ['Hans-Peter', 'Hans Peter Josef'],
      ['Hanspeter', 'Hans-Peter'],
      ['José', 'Jose Luis'],
    ] as const) {
      expect(givenNamesFit(left, right), `${left} ${right}`).to.equal(true);
      expect(givenNamesFit(right, left), `${right} ${left}`).to.equal(true);
    }
  });

  it('do not fit when one of them is another one', () => {
    for (const [left, right] of [
      ['Anna', 'Hanna'],
      ['Anna Luise', 'Anna Maria'],
      ['', 'Anna'],
      ['Peter', 'Hanspeter'],
    ] as const) {
      expect(givenNamesFit(left, right), `${left} ${right}`).to.equal(false);
    }
  });
});
