import { expect } from 'chai';
import { compileUnaryTests, FeelError } from '../../../engine/feel/index.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

describe('FEEL unary tests', () => {
  const cases: [source: string, input: unknown, expected: boolean | null][] = [
    ['-', 1, true],
    ['-', null, true],
    ['> 5', 6, true],
    ['> 5', 5, false],
    ['"a", "b"', 'b', true],
    ['"a", "b"', 'c', false],
    ['not("a", "b")', 'b', false],
    ['not("a", "b")', 'c', true],
    ['[1..3]', 3, true],
    ['[1..3)', 3, false],
    ['true', true, true],
    ['true', false, false],
    ['false', false, true],
    ['? > 3 and ? < 5', 4, true],
    ['null', null, true],
    ['null', 1, false],
    ['[1, 2]', 2, true],
    ['limit', 5, true],
    ['< limit', 4, true],
    ['< limit, > 10', 11, true],
  ];
  for (const [source, input, expected] of cases) {
    it(`given ${source}, when the input is ${JSON.stringify(input)}, then ${expected}`, () => {
      expect(compileUnaryTests(source).matches(input, { limit: 5 }, env)).to.equal(expected);
    });
  }

  it('given a missing input, when it is compared, then the test does not pass', () => {
    expect(compileUnaryTests('> 5').matches(null, {}, env)).to.not.equal(true);
  });

  it('given a test that is no FEEL, when compiled, then syntax error with position', () => {
    expect(() => compileUnaryTests('"a", , "b"'))
      .to.throw(FeelError)
      .with.property('position', 5);
  });
});
