import { fail, spend } from '../meter.ts';
import type { Meter } from '../meter.ts';
import { entryOf } from '../values/properties.ts';

/** Variables in sight: the innermost names first. */
export interface Frame {
  readonly names: Readonly<Record<string, unknown>>;
  readonly outer?: Frame;
}

/** What one evaluation carries along. */
export interface Runtime extends Meter {
  depth: number;
}

export type Step = (frame: Frame, runtime: Runtime) => unknown;

const MAX_CALL_DEPTH = 300;

export function inner(outer: Frame, names: Record<string, unknown>): Frame {
  return { names, outer };
}

/** The value of a variable, undefined when nothing has that name. */
export function lookUp(frame: Frame, name: string): unknown {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    const value = entryOf(at.names, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function deeper<Result>(runtime: Runtime, run: () => Result): Result {
  if (runtime.depth >= MAX_CALL_DEPTH) {
    fail(
      runtime,
      `functions call each other more than ${MAX_CALL_DEPTH} deep`,
      `Funktionen rufen einander mehr als ${MAX_CALL_DEPTH} Ebenen tief auf`,
    );
  }
  spend(runtime);
  runtime.depth += 1;
  try {
    return run();
  } finally {
    runtime.depth -= 1;
  }
}
