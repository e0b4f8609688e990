import { expect } from 'chai';
import { compileExpression, FeelError, makeFeelFunction } from '../../../engine/feel/index.ts';
import type { FeelEnvironment, JsonValue } from '../../../engine/feel/index.ts';

const env: FeelEnvironment = { nowMs: Date.UTC(2026, 6, 1, 22, 30), zone: 'Europe/Berlin' };

function value(source: string, context: Record<string, unknown> = {}): JsonValue {
  return compileExpression(source).evaluateJson(context, env);
}

function failure(run: () => unknown): FeelError {
  try {
    run();
  } catch (error) {
    if (error instanceof FeelError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

describe('FEEL expressions', () => {
  describe('as Zeebe understands them', () => {
    const cases: [source: string, expected: JsonValue][] = [
      ['not(null)', null],
      ['null and true', null],
      ['null and false', false],
      ['null or true', true],
      ['null != 1', true],
      ['null = null', true],
      ['sum([])', null],
      ['1/0', null],
      ['"5" = 5', null],
      ['[1,2][0]', null],
      ['[1,2][-1]', 2],
      ['missing', null],
      ['missing.deeper', null],
      ['missing = null', true],
      ['is defined(missing)', false],
      ['get or else(missing, "x")', 'x'],
      ['"get or else(" + "a"', 'get or else(a'],
      ['is blank("  ")', true],
      ['trim("  a ")', 'a'],
      ['for x in 1..3 return x * 2', [2, 4, 6]],
      ['{a: 1, b: a + 1}', { a: 1, b: 2 }],
      ['context put({a: 1}, "b", 2)', { a: 1, b: 2 }],
      ['cycle(3, duration("PT10S"))', 'R3/PT10S'],
      ['1 + 1 // comment', 2],
    ];
    for (const [source, expected] of cases) {
      it(`given ${source}, when evaluated, then ${JSON.stringify(expected)}`, () => {
        expect(value(source)).to.deep.equal(expected);
      });
    }
  });

  it('given one compiled expression, when evaluated with different variables, then each result is its own', () => {
    const compiled = compileExpression('a > 1 and b.c = "x"');
    expect(compiled.evaluate({ a: 2, b: { c: 'x' } }, env)).to.equal(true);
    expect(compiled.evaluate({ a: 2, b: { c: 'y' } }, env)).to.equal(false);
    expect(compiled.evaluate({ b: { c: 'x' } }, env)).to.equal(null);
  });

  it('given a variable of an earlier evaluation, when it is missing later, then it is null', () => {
    const compiled = compileExpression('leftover');
    compiled.evaluate({ leftover: 1 }, env);
    expect(compiled.evaluate({}, env)).to.equal(null);
  });

  it('given names with spaces, when they come and go, then the expression is read accordingly', () => {
    const compiled = compileExpression('open fee + 1');
    expect(compiled.evaluate({ 'open fee': 3 }, env)).to.equal(4);
    expect(compiled.evaluate({}, env)).to.equal(null);
  });

  it('given clock and zone, when now() and today() are asked, then they answer in the zone', () => {
    expect(value('now()')).to.equal('2026-07-02T00:30:00+02:00');
    expect(value('today()')).to.equal('2026-07-02');
    expect(compileExpression('today()').evaluateJson({}, { ...env, zone: 'UTC' })).to.equal(
      '2026-07-01',
    );
  });

  it('given nested evaluations of one expression, when a function comes back to it, then variables stay apart', () => {
    const compiled = compileExpression('if n = 0 then 0 else n + again(n - 1)');
    const again: unknown = makeFeelFunction(['n'], (n) => compiled.evaluate({ n, again }, env));
    expect(compiled.evaluate({ n: 4, again }, env)).to.equal(10);
  });

  describe('free variables', () => {
    const cases: [source: string, names: string[]][] = [
      ['{name: name, b: name}', ['name']],
      ['for x in xs return x + y', ['xs', 'y']],
      ['x + (for x in xs return x)[1]', ['x', 'xs']],
      ['some x in xs satisfies x > limit', ['xs', 'limit']],
      ['a.b.c + count(list)', ['a', 'list']],
      ['function(a) a + c', ['c']],
      ['substring(string: text, start position: 1)', ['text']],
      ['`open fee` + 1', ['open fee']],
      ['now() > due', ['due']],
    ];
    for (const [source, names] of cases) {
      it(`given ${source}, then it reads ${names.join(', ')}`, () => {
        expect(compileExpression(source).variableNames).to.deep.equal(names);
      });
    }
  });

  describe('failures', () => {
    it('given a text that is no FEEL, when compiled, then syntax error with position', () => {
      const error = failure(() => compileExpression('amount > * 5'));
      expect(error.code).to.equal('feel-syntax');
      expect(error.position).to.equal(9);
      expect(error.messageDe).to.contain('amount > * 5');
    });

    it('given a text of many lines, when refused, then only its first line is quoted', () => {
      for (const source of ['1 +\n  (2', '1 +\r\n  (2', '\n1 +\n(2', '1 +\u2028(2']) {
        const { message, messageDe } = failure(() => compileExpression(source));
        expect(messageDe).to.contain('„1 +…“');
        expect(message).to.contain('"1 +…"');
        expect(message + messageDe).to.not.match(/[\n\r\u2028]/);
      }
      const { messageDe } = failure(() => value('\nfee(2)\n'));
      expect(messageDe).to.contain('„fee(2)“');
    });

    it('given text that closes more than it opens, when compiled, then syntax error', () => {
      expect(failure(() => compileExpression(') + (')).code).to.equal('feel-syntax');
      expect(failure(() => compileExpression('1) + (2')).code).to.equal('feel-syntax');
    });

    it('given an unknown function, when evaluated, then the error names expression and function', () => {
      const error = failure(() => value('1 + fee(2)'));
      expect(error.code).to.equal('feel-evaluation');
      expect(error.source).to.equal('1 + fee(2)');
      expect(error.position).to.equal(4);
      expect(error.messageDe).to.contain('„fee“');
    });

    it('given a failed assertion, when evaluated, then its cause is named', () => {
      const error = failure(() => value('assert(a, a > 1, "zu klein")', { a: 0 }));
      expect(error.messageDe).to.contain('zu klein');
    });

    it('given a function in an expression that failed, when evaluated again, then it does not fail for the old reason', () => {
      const compiled = compileExpression('if a then fee(1) else 2');
      failure(() => compiled.evaluate({ a: true }, env));
      expect(compiled.evaluate({ a: false }, env)).to.equal(2);
    });
  });

  describe('hostile input', () => {
    for (const [name, source] of [
      ['deep brackets', '('.repeat(30_000)],
      ['many signs', `${'-'.repeat(30_000)}1`],
      ['a huge sum', Array.from({ length: 30_000 }, () => '1').join('+')],
      ['a huge text', `"${'x'.repeat(100_000)}"`],
      ['nothing', '  '],
    ] as const) {
      it(`given ${name}, when compiled, then it is refused as text that cannot be read`, () => {
        expect(failure(() => compileExpression(source)).code).to.equal('feel-syntax');
      });
    }

    it('given __proto__ as variable or key, when evaluated, then no prototype changes', () => {
      const hostile = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as Record<
        string,
        unknown
      >;
      expect(value('polluted', hostile)).to.equal(null);
      expect(value('a', hostile)).to.equal(1);
      const made = value('{"__proto__": {polluted: true}, b: 2}');
      expect(made).to.deep.equal({ b: 2 });
      expect((made as Record<string, unknown>)['polluted']).to.equal(undefined);
      expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    });

    it('given names of object members, when read, then they are not found', () => {
      expect(value('constructor')).to.equal(null);
      expect(value('a.constructor', { a: {} })).to.equal(null);
      expect(value('a.length', { a: 'text' })).to.equal(null);
    });

    it('given patterns that make backtracking explode, when matched, then answered at once', () => {
      const text = `${'a'.repeat(3_000)}b`;
      const started = performance.now();
      for (const pattern of ['^(a+)+$', '^(a*)*$', '^(a|a)+$', '^([a-z]+)*x$', '^(.*a){12}$']) {
        expect(value('matches(text, pattern)', { text, pattern }), pattern).to.equal(false);
      }
      expect(value('replace(text, "(a+)+b", "-")', { text })).to.equal('-');
      expect(value('split(text, "(a+)+$")', { text })).to.deep.equal([text]);
      expect(performance.now() - started).to.be.lessThan(10_000);
    });

    it('given a pattern that has no linear answer or no bound, when matched, then refused', () => {
      for (const pattern of ['(a)\\1', '(?=a)b', '(a{1000}){1000}', 'a{5000}', '('.repeat(500)]) {
        const error = failure(() => value('matches("aa", pattern)', { pattern }));
        expect(error.messageDe, pattern).to.contain('abgelehnt');
      }
    });

    it('given a loop without end in sight, when evaluated, then it ends with an error', () => {
      const error = failure(() => value('count(for a in 1..2000, b in 1..2000 return a)'));
      expect(error.messageDe).to.contain('Rechenschritte');
      expect(failure(() => value('for a in 1..1000000000000 return 1')).code).to.equal(
        'feel-evaluation',
      );
      expect(failure(() => value('{f: function(g) g(g)}.f(function(g) g(g))')).code).to.equal(
        'feel-evaluation',
      );
    });

    it('given ordinary patterns, when matched, then they work', () => {
      expect(value('matches("B12345678", "^[A-Z]\\\\d{8}$")')).to.equal(true);
      expect(value('matches("a@b.de", "^[^@]+@[^@]+\\\\.[a-z]{2,}$")')).to.equal(true);
      expect(value('replace("abcd", "(b)(c)", "$2$1")')).to.equal('acbd');
      expect(value('split("a;b", ";")')).to.deep.equal(['a', 'b']);
      expect(value('matches("a", "[")')).to.equal(null);
    });
  });
});
