import { compileExpression, FeelError } from '../../engine/feel/index.ts';

const MAX_PATTERN = 500;
const MATCHES = 'matches(text, pattern)';
/** Patterns depend on no clock. */
const NO_TIME = { nowMs: 0, zone: 'UTC' };

/**
 * Whether a text fits a form's pattern. FEEL's own patterns are used, which take linear time:
 * analysts write them, citizens fill them, and JavaScript's could stand still for hours.
 * `undefined`: no pattern that can be used.
 */
export function fitsPattern(text: string, pattern: string): boolean | undefined {
  if (pattern.length > MAX_PATTERN) return undefined;
  try {
    const fits = compileExpression(MATCHES).evaluate({ text, pattern }, NO_TIME);
    return typeof fits === 'boolean' ? fits : undefined;
  } catch (error) {
    if (error instanceof FeelError) return undefined;
    throw error;
  }
}
