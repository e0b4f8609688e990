import { expect } from 'chai';
import { readExactJson } from '../../../../../engine/camunda8/records/exact-json.ts';

describe('exact JSON of records', () => {
  it('keeps the digits of keys that no double holds', () => {
    const read = readExactJson('{"key":9007199254740993,"scope":2251799813685248,"no":-1}');
    expect(read).to.deep.equal({ key: '9007199254740993', scope: '2251799813685248', no: -1 });
  });

  it('is plain JSON where a double holds every number', () => {
    expect(readExactJson('{"key":6755399441055849}')).to.deep.equal({ key: 6755399441055849 });
  });

  it('leaves texts and fractions as they are', () => {
    const text = '{"a":":9007199254740993,","b\\"9007199254740993":1,"c":0.12345678901234567}';
    expect(readExactJson(text)).to.deep.equal({
      a: ':9007199254740993,',
      'b"9007199254740993': 1,
      c: 0.12345678901234567,
    });
  });

  it('keeps the digits whatever else a text of a stranger holds', () => {
    const marks = String.raw`\u0000\u0001\u0002\u0003\u0004\u0005\u0006`;
    const read = readExactJson(`{"value":"${marks}","key":9007199254740993}`);
    expect(read).to.include({ key: '9007199254740993' });
  });

  it('reads texts of any length', () => {
    const long = '\\"a'.repeat(3_000_000);
    const read = readExactJson(`{"value":"${long}","key":9007199254740993}`);
    expect(read).to.include({ key: '9007199254740993' });
  });

  it('refuses what is no JSON', () => {
    for (const text of ['', '{', '{"key":9007199254740993', '{"key":9007199254740993a}']) {
      expect(() => readExactJson(text)).to.throw(SyntaxError);
    }
  });
});
