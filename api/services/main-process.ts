import type { JsonObject } from '../../core/json.ts';
import { releaseRule } from '../../core/procedures/release-rule.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { processData } from './process-data.ts';

/** The procedure's own process; those of its blocks follow it. */
export function mainProcessId(procedure: Procedure): string {
  const [first] = procedure.processes.keys();
  if (first === undefined) throw new Error(`procedure ${procedure.key} has no process`);
  return first;
}

/** What a process knows from its beginning; besides it only what workers and people answer. */
export function startVariables(
  procedure: Procedure,
  caseId: string,
  answers: JsonObject,
): JsonObject {
  const { payAt } = procedure.config;
  const rule = releaseRule(procedure.config);
  return { caseId, payAt, releaseRule: rule, ...processData(procedure, answers) };
}
