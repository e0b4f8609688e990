import { makeBoundedCache } from './bounded-cache.ts';
import { compileProgram } from './program.ts';
import type { Program } from './program.ts';
import { freeVariables } from './free-variables.ts';
import { normaliseSource, readExpression } from './syntax.ts';
import type { Names, SyntaxNode } from './syntax.ts';
import { toJson } from './to-json.ts';
import type { CompiledFeel } from './types.ts';

const MAX_EXPRESSIONS = 5_000;
const MAX_SHAPES = 16;
const cache = makeBoundedCache<CompiledFeel>(MAX_EXPRESSIONS);

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Names the parser must be told: those it would read as several. Looks two levels deep. */
function unusualNames(context: Record<string, unknown>): Names | undefined {
  let found: Names | undefined;
  for (const name of Object.keys(context)) {
    if (PLAIN_NAME.test(name)) continue;
    found ??= {};
    found[name] = null;
  }
  return found;
}

/**
 * Names of variables and functions with spaces or signs change how FEEL is read, so a source is
 * compiled once for each set of such names it meets; with ordinary names that is once.
 */
function makePrograms(source: string, text: string, names: Names, plain: SyntaxNode): Program {
  const programs = makeBoundedCache<Program>(MAX_SHAPES);
  programs.set('', compileProgram(source, text, plain));
  return (context, env) => {
    const unusual = unusualNames(context);
    const shape = unusual === undefined ? '' : Object.keys(unusual).sort().join('\n');
    let program = programs.get(shape);
    if (program === undefined) {
      const tree = readExpression(text, { ...names, ...unusual });
      program = compileProgram(source, text, tree);
      programs.set(shape, program);
    }
    return program(context, env);
  };
}

function compile(source: string, names: Names): CompiledFeel {
  const text = normaliseSource(source);
  const tree = readExpression(text, names);
  const evaluate = makePrograms(source, text, names, tree);
  return {
    source,
    variableNames: freeVariables(tree, text),
    evaluate,
    evaluateJson: (context, env) => toJson(evaluate(context, env)),
  };
}

/**
 * Compiles a FEEL expression, written without the leading `=`. Compiled expressions are cached.
 *
 * @param names names with spaces or signs that the expression may use: an object whose keys are
 *   the names and whose values are such objects for what lies within, else null
 * @throws FeelError `feel-syntax` with the position
 */
export function compileExpression(source: string, names: Names = {}): CompiledFeel {
  const key = `${source}\n${JSON.stringify(names)}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = compile(source, names);
  cache.set(key, compiled);
  return compiled;
}
