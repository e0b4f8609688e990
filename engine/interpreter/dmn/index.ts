/** Evaluating DMN decisions; pure, no clock of its own. */
export { compileDecisions } from './compile-decisions.ts';
export type { CompiledDecisions } from './compile-decisions.ts';
export { DecisionError } from './decision-error.ts';
export type { DecisionErrorCode, DecisionPlace } from './decision-error.ts';
export { evaluateDecision } from './evaluate-decision.ts';
export type { DecisionResult } from './evaluate-decision.ts';
export type { EvaluatedDecision, MatchedRule, TableInputValue } from './trace.ts';
