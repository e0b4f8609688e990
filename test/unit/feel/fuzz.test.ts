import fc from 'fast-check';
import { compileExpression, compileUnaryTests, FeelError } from '../../../engine/feel/index.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };
const context = { a: 1, b: { c: [1, 2, { d: 'x' }] }, t: 'text', n: null };

const PIECES = [
  'a', 'b.c', 't', 'n', 'x', '1', '0', '-1', '0.5', '"s"', 'true', 'null', '[', ']', '(', ')', '{', '}',
  ',', ':', '..', '+', '-', '*', '/', '**', '=', '!=', '<', '>=', ' and ', ' or ', ' in ', ' between ',
  'if ', ' then ', ' else ', 'for i in ', ' return ', 'some i in ', ' satisfies ', 'function(x) ', 'i',
  'not(', 'count(', 'sum(', 'date("2026-01-01")', '@"P1D"', '@"2026-01-01T10:00:00"', 'substring(',
  'matches(t, "', 'string(', ' instance of number', '.', '?', '`', '"', '\\', '//', '/*', '\n', '__proto__',
]; // prettier-ignore

function admit(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
  }
}

describe('FEEL from anybody', () => {
  it('given any text, when compiled and evaluated, then a value or a located error, never else', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join('')),
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(text, (source) => {
        admit(() => compileExpression(source).evaluateJson(context, env));
        admit(() => compileUnaryTests(source).matches(1, context, env));
      }),
      { numRuns: 800 },
    );
  });
});
