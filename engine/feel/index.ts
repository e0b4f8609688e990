/** FEEL for the whole house: runs in the browser too, and imports nothing of the house. */
export { compileExpression } from './compile.ts';
export { compileUnaryTests } from './compile-unary-tests.ts';
export { nextCycleDate, parseCycle } from './cycle.ts';
export type { Cycle } from './cycle.ts';
export { excerpt, FeelError } from './feel-error.ts';
export type { FeelErrorCode } from './feel-error.ts';
export { parseJson, plainJson, writeJson } from './json.ts';
export { addDuration, parseDateTime, parseDuration } from './timer-values.ts';
export { toJson } from './to-json.ts';
export {
  callFeelFunction,
  feelEquals,
  feelTypeOf,
  makeFeelFunction,
  readTemporal,
} from './values.ts';
export type { FeelFunction, FeelType } from './values.ts';
export type { Names } from './syntax.ts';
export type {
  CompiledFeel,
  CompiledUnaryTests,
  FeelEnvironment,
  JsonValue,
  PlainJson,
} from './types.ts';
