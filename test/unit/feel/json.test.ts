import { expect } from 'chai';
import fc from 'fast-check';
import { parseJson, writeJson } from '../../../engine/feel/index.ts';

describe('JSON with all digits', () => {
  const unchanged = [
    '9007199254740993',
    '-9007199254740993',
    '[1,9007199254740993,"9007199254740993"]',
    '{"a":{"b":[123456789012345678901234567890]},"c":0.1}',
    '{"text \\" 9007199254740993":9007199254740995}',
    '"\\u0000#9007199254740993"',
    'null',
    '[]',
  ];
  for (const text of unchanged) {
    it(`given ${text}, when read and written, then it is the same`, () => {
      expect(writeJson(parseJson(text))).to.equal(text);
    });
  }

  it('given a number that a double prints, when read, then it is a plain number', () => {
    expect(parseJson('[1, 0.1, 9007199254740992, 1e300]')).to.deep.equal([1, 0.1, 2 ** 53, 1e300]);
  });

  it('given a fraction with more digits than a double has, when read, then it is the nearest double', () => {
    expect(parseJson('0.3333333333333333333333333333333333')).to.equal(1 / 3);
  });

  it('given text in place of the mark of a number, when read with such numbers, then it stays text', () => {
    const text = '["\\u0000111111111111111111","\\u0001x",111111111111111111]';
    expect(writeJson(parseJson(text))).to.equal(text);
  });

  const refused = [
    '0123456789012345678',
    '12345678901234567890 1',
    '-',
    '{"a":12345678901234567890',
  ];
  for (const text of refused) {
    it(`given ${text}, when read, then it is refused as by JSON.parse`, () => {
      expect(() => parseJson(text)).to.throw(SyntaxError);
    });
  }

  it('given a name that changes prototypes, when read beside an exact number, then it is an entry', () => {
    const value = parseJson('{"__proto__":{"x":1},"n":12345678901234567891}') as object;
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
    expect(Object.keys(value)).to.deep.equal(['__proto__', 'n']);
    expect(writeJson(value)).to.equal('{"__proto__":{"x":1},"n":12345678901234567891}');
  });

  it('given any JSON, when written and read, then as JSON.stringify and JSON.parse do it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(writeJson(value)).to.equal(JSON.stringify(value));
        expect(JSON.stringify(parseJson(JSON.stringify(value)))).to.equal(JSON.stringify(value));
      }),
    );
  });

  it('given any whole numbers beside any texts, when read and written, then nothing changes', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt()), fc.array(fc.string()), (numbers, texts) => {
        const text = `{"numbers":[${numbers.join(',')}],"texts":${JSON.stringify(texts)}}`;
        const small = numbers.every((number) => number > -(10n ** 34n) && number < 10n ** 34n);
        fc.pre(small);
        const again = writeJson(parseJson(text));
        expect(again).to.equal(text);
      }),
    );
  });
});
