import { expect } from 'chai';
import { compileExpression, plainJson, toJson, writeJson } from '../../../engine/feel/index.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

function text(source: string, context: Record<string, unknown> = {}): unknown {
  return compileExpression(`string(${source})`).evaluateJson(context, env);
}

function json(source: string, context: Record<string, unknown> = {}): string {
  return writeJson(compileExpression(source).evaluateJson(context, env));
}

const RULES: Record<string, [source: string, digits: string | null][]> = {
  'calculates in decimals': [
    ['0.1 + 0.2', '0.3'],
    ['1.1 * 1.1', '1.21'],
    ['0.3 - 0.1', '0.2'],
    ['1.005 * 1000', '1005'],
    ['19.99 * 3 - 59.97', '0'],
    ['4.35 * 100', '435'],
    ['0.00001 + 0.00002', '0.00003'],
  ],
  'keeps whole numbers beyond 2^53': [
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992 + 1', '9007199254740993'],
    ['9007199254740993 - 1', '9007199254740992'],
    ['3037000500 * 3037000500', '9223372037000250000'],
    ['94906267 * 94906267', '9007199515875289'],
    ['-9007199254740993', '-9007199254740993'],
    ['2 ** 100', '1267650600228229401496703205376'],
    ['abs(-9007199254740993)', '9007199254740993'],
  ],
  'has 34 digits': [
    ['1 / 3', '0.3333333333333333333333333333333333'],
    ['2 / 3', '0.6666666666666666666666666666666667'],
    ['1 / 3 * 3', '0.9999999999999999999999999999999999'],
    ['12345678901234567890.123 + 0.001', '12345678901234567890.124'],
    ['sqrt(2)', '1.414213562373095048801688724209698'],
    ['1e30 + 1', '1000000000000000000000000000001'],
    ['number("12345678901234567890.5")', '12345678901234567890.5'],
  ],
  'divides exactly where the result is short': [
    ['10 / 4', '2.5'],
    ['1 / 8', '0.125'],
    ['9007199254740993 / 3', '3002399751580331'],
    ['0.3 / 0.1', '3'],
    ['9007199254740994 / 2', '4503599627370497'],
  ],
  'has no infinity': [
    ['1 / 0', null],
    ['0 / 0', null],
    ['10 ** 7000', null],
    ['log(0)', null],
    ['sqrt(-1)', null],
  ],
  'rounds as said': [
    ['decimal(2.5, 0)', '2'],
    ['decimal(1.005, 2)', '1'],
    ['decimal(1/3, 2)', '0.33'],
    ['decimal(1234.5, -2)', '1200'],
    ['round half up(1.005, 2)', '1.01'],
    ['round half up(-2.5, 0)', '-3'],
    ['round half down(2.5, 0)', '2'],
    ['round up(1.001, 2)', '1.01'],
    ['round down(-1.009, 2)', '-1'],
    ['floor(-1.5)', '-2'],
    ['ceiling(1.51, 1)', '1.6'],
    ['floor(9007199254740993.5)', '9007199254740993'],
  ],
  'counts a remainder from the divisor': [
    ['modulo(12, 5)', '2'],
    ['modulo(-12, 5)', '3'],
    ['modulo(12, -5)', '-3'],
    ['modulo(10.1, 4.5)', '1.1'],
    ['modulo(9007199254740993, 10)', '3'],
    ['modulo(5, 0)', null],
  ],
  'aggregates in decimals': [
    ['sum(0.1, 0.2, 0.3)', '0.6'],
    ['mean(0.1, 0.2)', '0.15'],
    ['median(9007199254740993, 1, 9007199254740995)', '9007199254740993'],
    ['max(9007199254740993, 9007199254740992)', '9007199254740993'],
    ['product(0.1, 0.1, 0.1)', '0.001'],
    ['stddev(2, 4, 7, 5)', '2.081665999466132735282297706979931'],
    ['sum(for i in 1..10 return 0.1)', '1'],
  ],
  'writes no exponent': [
    ['1e25', '10000000000000000000000000'],
    ['1.5e-10', '0.00000000015'],
  ],
};

describe('FEEL numbers', () => {
  for (const [rule, cases] of Object.entries(RULES)) {
    describe(rule, () => {
      for (const [source, digits] of cases) {
        it(`given ${source}, when evaluated, then ${digits}`, () => {
          expect(text(source)).to.equal(digits);
        });
      }
    });
  }

  const comparisons: [source: string, expected: boolean][] = [
    ['0.1 + 0.2 = 0.3', true],
    ['9007199254740993 = 9007199254740992', false],
    ['9007199254740993 > 9007199254740992', true],
    ['9007199254740993 = 9007199254740992 + 1', true],
    ['9007199254740993 in [9007199254740992..9007199254740994]', true],
    ['9007199254740993 instance of number', true],
    ['odd(9007199254740993)', true],
    ['even(9007199254740993)', false],
    ['list contains([9007199254740993], 9007199254740992)', false],
    ['1 / 3 = 0.3333333333333333', false],
    ['1.50 = 1.5', true],
  ];
  for (const [source, expected] of comparisons) {
    it(`given ${source}, when compared, then ${expected}`, () => {
      expect(compileExpression(source).evaluate({}, env)).to.equal(expected);
    });
  }

  it('given bounds beyond 2^53, when iterated over, then no number is left out or doubled', () => {
    expect(json('for i in 9007199254740991..9007199254740995 return i')).to.equal(
      '[9007199254740991,9007199254740992,9007199254740993,9007199254740994,9007199254740995]',
    );
  });

  it('given a whole number beyond 2^53, when it becomes JSON, then all its digits stand there', () => {
    expect(json('{n: 9007199254740993, list: [2 ** 64]}')).to.equal(
      '{"n":9007199254740993,"list":[18446744073709551616]}',
    );
  });

  it('given a fraction of 34 digits, when it becomes JSON, then it is the nearest double', () => {
    expect(toJson(compileExpression('1 / 3').evaluate({}, env))).to.equal(1 / 3);
  });

  it('given JSON of before, when an expression reads it, then it calculates with all its digits', () => {
    const n = compileExpression('9007199254740993').evaluateJson({}, env);
    expect(json('n + 2', { n })).to.equal('9007199254740995');
  });

  it('given a reader that knows doubles alone, when handed an exact number, then it gets the digits as text', () => {
    const value = compileExpression('{n: 9007199254740993, m: [1]}').evaluateJson({}, env);
    expect(plainJson(value)).to.deep.equal({ n: '9007199254740993', m: [1] });
    expect(JSON.stringify(value)).to.equal('{"n":"9007199254740993","m":[1]}');
  });
});
