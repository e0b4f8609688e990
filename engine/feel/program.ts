import { makeCompiler } from './compile/compile-node.ts';
import { fail, MAX_OPERATIONS } from './meter.ts';
import type { Runtime, Step } from './compile/frame.ts';
import { FeelError } from './feel-error.ts';
import type { SyntaxNode } from './syntax.ts';
import type { FeelEnvironment } from './types.ts';

export type Program = (context: Record<string, unknown>, env: FeelEnvironment) => unknown;

export function makeRuntime(source: string, env: FeelEnvironment): Runtime {
  return { env, source, budget: MAX_OPERATIONS, depth: 0 };
}

function isCoded(error: unknown): boolean {
  return typeof (error as { code?: unknown } | null)?.code === 'string';
}

/** Runs a step; what it throws besides located errors becomes one. */
export function guard<Result>(runtime: Runtime, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    // Functions from outside (knowledge models) fail with located errors of their own.
    if (error instanceof FeelError || isCoded(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return fail(runtime, reason, reason);
  }
}

/** Compiles a parsed expression once: closures over closures, no tree at evaluation. */
export function compileProgram(source: string, text: string, tree: SyntaxNode): Program {
  const step: Step = makeCompiler(text, source).step(tree);
  return (context, env) => {
    const runtime = makeRuntime(source, env);
    return guard(runtime, () => step({ names: context }, runtime) ?? null);
  };
}
