import { expect } from 'chai';
import fc from 'fast-check';
import { JsonReadError, readJson } from '../../../core/procedures/read-json.ts';

function fault(text: string): string {
  try {
    readJson(text);
    return 'none';
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    return `${error.code} ${error.line}`;
  }
}

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.integer({ min: 0, max: 3 }),
        (value, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          if (/"(__proto__|constructor|prototype)"/.test(text)) return;
          expect(readJson(text).value).to.deep.equal(JSON.parse(text));
        },
      ),
    );
  });

  it('refuses what JSON.parse refuses, and never throws anything else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(fault(text) === 'none').to.equal(isJson);
      }),
    );
  });

  it('knows the line of every value, else of what is around it', () => {
    const { lineOf } = readJson('{\n  "a": [\n    1,\n    { "b": 2 }\n  ]\n}');
    expect([lineOf([]), lineOf(['a']), lineOf(['a', 0]), lineOf(['a', 1, 'b'])]).to.deep.equal([
      1, 2, 3, 4,
    ]);
    expect(lineOf(['a', 1, 'missing'])).to.equal(4);
    expect(lineOf(['missing'])).to.equal(1);
  });

  it('says in German what is wrong', () => {
    const german = (text: string): string => {
      try {
        readJson(text);
        return '';
      } catch (error) {
        return (error as JsonReadError).messageDe;
      }
    };
    expect(german('{"a" 1}')).to.equal('„:“ wird erwartet');
    expect(german('[1 2]')).to.equal('„,“ oder „]“ wird erwartet');
    expect(german('{"a": }')).to.equal('unerwartetes }');
    expect(german('["\\x"]')).to.contain('unbekanntem Zeichen');
    expect(german('')).to.equal('unerwartetes Zeichen oder Ende');
  });

  it('says where something is wrong', () => {
    expect(fault('{\n"a": 1,\n}')).to.equal('json-malformed 3');
    expect(fault('{\n"a" 1}')).to.equal('json-malformed 2');
    expect(fault('[1,\n2')).to.equal('json-malformed 2');
    expect(fault('{"a": 1}\n{}')).to.equal('json-malformed 2');
    expect(fault('{"a": "x\ny"}')).to.equal('json-malformed 1');
    expect(fault('')).to.equal('json-malformed 1');
    expect(fault('{"a": 1,\n"a": 2}')).to.equal('json-doubled-key 2');
    expect(fault('{\n"__proto__": 1}')).to.equal('json-forbidden-key 2');
    expect(fault('['.repeat(100_000))).to.equal('json-too-deep 1');
  });
});
