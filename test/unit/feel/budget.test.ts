import { expect } from 'chai';
import { compileExpression, FeelError } from '../../../engine/feel/index.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

function failureOf(source: string): FeelError | undefined {
  try {
    compileExpression(source).evaluateJson({}, env);
    return undefined;
  } catch (error) {
    if (error instanceof FeelError) return error;
    throw error;
  }
}

/** Doubles what it has at each round. */
function doubled(rounds: number, first: string, again: string): string {
  return `(for i in 1..${rounds} return if i = 1 then ${first} else ${again})[-1]`;
}

const LAST = 'partial[-1]';

describe('FEEL: what an evaluation may do', () => {
  const endless: Record<string, string> = {
    'loops within loops':
      'for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return c',
    'a loop over a wide range': 'for i in 1..1e15 return i',
    'texts that double': doubled(60, '"0123456789"', `${LAST} + ${LAST}`),
    'texts that double by replacing': doubled(60, '"aaaaaaaa"', `replace(${LAST}, "a", "aa")`),
    'lists that double': `count(${doubled(60, '[1, 2]', `concatenate(${LAST}, ${LAST})`)})`,
    'lists that hold another twice': doubled(60, '[1]', `[${LAST}, ${LAST}]`),
    'contexts that hold another twice': doubled(60, '{a: 1}', `{a: ${LAST}, b: ${LAST}}`),
    'text of lists that hold another twice': `string(${doubled(60, '[1]', `[${LAST}, ${LAST}]`)})`,
    'equality of lists that hold another twice': `${doubled(60, '[1]', `[${LAST}, ${LAST}]`)} = ${doubled(60, '[1]', `[${LAST}, ${LAST}]`)}`,
    'lists that are kept at each length': 'count(for i in 1..100000 return append(partial, i))',
    'searching a list for each item of it': 'count(for i in 1..100000 return i in partial)',
    'texts that hold all texts before': 'count(for i in 1..3000 return string(partial))',
    'a function that calls itself for ever': '{f: function(n) f(n + 1), r: f(1)}.r',
    'a function that calls itself twice': '{f: function(n) f(n - 1) + f(n - 1), r: f(1)}.r',
  };
  for (const [what, source] of Object.entries(endless)) {
    it(`given ${what}, when evaluated, then it ends with an error in both languages`, () => {
      const error = failureOf(source);
      expect(error?.code).to.equal('feel-evaluation');
      expect(error?.message).to.match(/more than|cannot be iterated/);
      expect(error?.messageDe).to.match(/mehr als|more than/);
    });
  }

  const usual: Record<string, string> = {
    'a list of 100,000 items': 'count(for i in 1..100000 return i * 2) = 100000',
    'sorting 5,000 items': 'sort(for i in 1..5000 return 5001 - i, function(a, b) a < b)[1] = 1',
    'distinct values of 50,000': 'count(distinct values(for i in 1..50000 return i)) = 50000',
    'a sum of 100,000 decimals': 'sum(for i in 1..100000 return 0.01) = 1000',
    'counting what is there at each round': 'count(for i in 1..5000 return count(partial)) = 5000',
    'recursion 100 deep': '{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(100)}.r = 100',
  };
  for (const [what, source] of Object.entries(usual)) {
    it(`given ${what}, when evaluated, then it is done`, () => {
      expect(compileExpression(source).evaluate({}, env)).to.equal(true);
    });
  }
});
