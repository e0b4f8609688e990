import { compileExpression, FeelError } from '../../engine/feel/index.ts';

/** Names that an expression reads; none when it cannot be read: that is said where it stands. */
export function variablesOf(source: string): readonly string[] {
  try {
    return compileExpression(source).variableNames;
  } catch (error) {
    if (error instanceof FeelError) return [];
    throw error;
  }
}

export function isExpression(source: string): boolean {
  try {
    compileExpression(source);
    return true;
  } catch (error) {
    if (error instanceof FeelError) return false;
    throw error;
  }
}
