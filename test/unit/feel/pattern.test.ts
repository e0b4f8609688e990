import { expect } from 'chai';
import fc from 'fast-check';
import { compileExpression } from '../../../engine/feel/index.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

function call(name: string, ...args: string[]): unknown {
  const names = args.map((_, index) => `a${index}`);
  const context = Object.fromEntries(names.map((each, index) => [each, args[index]]));
  return compileExpression(`${name}(${names.join(', ')})`).evaluateJson(context, env);
}

describe('FEEL patterns', () => {
  const matching: [text: string, pattern: string, flags: string, expected: boolean | null][] = [
    ['abracadabra', 'bra', '', true],
    ['abracadabra', '^bra', '', false],
    ['ab\ncd', '^cd$', '', false],
    ['ab\ncd', '^cd$', 'm', true],
    ['ab\ncd', 'b.c', '', false],
    ['ab\ncd', 'b.c', 's', true],
    ['ABC', 'b', 'i', true],
    ['hello world', 'hello\\ world', 'x', true],
    ['a.b', 'a.b', 'q', true],
    ['axb', 'a.b', 'q', false],
    ['b', '[a-z-[aeiou]]', '', true],
    ['e', '[a-z-[aeiou]]', '', false],
    ['e', '[^a-z]', '', false],
    ['é', '\\p{L}', '', true],
    ['é', '\\p{IsBasicLatin}', '', false],
    ['7', '\\P{Nd}', '', false],
    ['-', '[a-]', '', true],
    ['ein Wort', '\\bWort\\b', '', true],
    ['Worte', '\\bWort\\b', '', false],
    ['🐎', '^.$', '', true],
    ['aaa', '^a{2,3}$', '', true],
    ['a', '^a{2,3}$', '', false],
    ['a', '[', '', null],
    ['a', '(a', '', null],
    ['a', '*', '', null],
    ['a', 'a**', '', null],
    ['a', '\\y', '', null],
    ['a', 'a', 'z', null],
    ['a', '[b-a]', '', null],
  ];
  for (const [text, pattern, flags, expected] of matching) {
    it(`given ${pattern} with flags "${flags}", when ${JSON.stringify(text)} is matched, then ${expected}`, () => {
      expect(call('matches', text, pattern, flags)).to.equal(expected);
    });
  }

  const replacing: [text: string, pattern: string, replacement: string, expected: string | null][] =
    [
      ['abracadabra', 'a(.)', 'a$1$1', 'abbraccaddabbra'],
      ['abracadabra', 'a.*?a', '*', '*c*bra'],
      ['AAAA', 'A+?', 'b', 'bbbb'],
      ['darted', '^(.*?)d(.*)$', '$1c$2', 'carted'],
      ['abcd', '(ab)|(a)', '[1=$1][2=$2]', '[1=ab][2=]cd'],
      ['a', 'a', '\\$\\\\', '$\\'],
      ['ab', '(a)(b)', '$12', 'a2'],
      ['a', 'a', '$', null],
      ['a', 'a', '\\n', null],
      ['a', 'x*', '-', null],
    ];
  for (const [text, pattern, replacement, expected] of replacing) {
    it(`given ${pattern}, when replaced in ${text} by ${replacement}, then ${expected}`, () => {
      expect(call('replace', text, pattern, replacement)).to.equal(expected);
    });
  }

  it('given patterns that JavaScript reads alike, when matched, then both find the same', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)', '(?:b|ab)', '\\d');
    const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{1,2}', '*?', '+?'));
    const pattern = fc.array(piece, { minLength: 1, maxLength: 4 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (pieces, subject, anchored) => {
        const body = pieces.map((each) => each.join('')).join('');
        const source = anchored ? `^${body}$` : body;
        expect(call('matches', subject, source)).to.equal(new RegExp(source, 'u').test(subject));
        if (new RegExp(source, 'u').test('')) return;
        const expected = subject.replace(new RegExp(source, 'gu'), '<$&>');
        expect(call('replace', subject, source, '<$0>')).to.equal(expected);
      }),
      { numRuns: 500 },
    );
  });
});
