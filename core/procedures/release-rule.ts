import type { ProcedureConfig } from './procedure-config.ts';

/** How decisions are released: not at all, by a clerk, or by themselves for a legal basis. */
export type ReleaseRule = 'none' | 'clerk-release' | 'legal-basis';

/** Of every process a start variable, beside `payAt`: the model asks it at its gateways. */
export function releaseRule({ automaticDecision }: ProcedureConfig): ReleaseRule {
  return typeof automaticDecision === 'string' ? automaticDecision : 'legal-basis';
}
