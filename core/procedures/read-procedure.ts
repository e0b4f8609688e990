import { isRefused } from '../../engine/model/problem.ts';
import type { Problem } from '../../engine/model/problem.ts';
import { assemble, toProcedure } from './assemble-procedure.ts';
import { checkActions } from './check-actions.ts';
import { checkConfig } from './check-config.ts';
import { checkFiles } from './check-files.ts';
import { checkModelData } from './check-model-data.ts';
import { checkModelReferences } from './check-model-references.ts';
import { checkModelTexts } from './check-model-texts.ts';
import { checkProcessData } from './check-process-data.ts';
import { checkLateMessages } from './check-late-messages.ts';
import { checkTaskProperties } from './check-task-properties.ts';
import { checkPrefill } from './check-prefill.ts';
import { checkTemplates } from './check-templates.ts';
import type { CheckTemplate } from './check-templates.ts';
import { checkTexts } from './check-texts.ts';
import { makeProblemList } from './problem-list.ts';
import type { Bundle, Procedure } from './procedure.ts';
import { readScenarios } from './read-scenarios.ts';
import type { Topic } from './topic.ts';

export interface ReadProcedure {
  /** Absent when a problem is an error. */
  readonly procedure?: Procedure;
  /** All of them, by file and line. */
  readonly problems: readonly Problem[];
}

/** What other rooms know about the files of a bundle. */
export interface ProcedureChecks {
  /** How mails and letters are parsed (`parseTemplate` of `templates/render.ts`). */
  readonly template?: CheckTemplate;
  /** What the engine would say of the models (`EnginePort.check`): FEEL is compiled there. */
  readonly models?: (bundle: Bundle) => Promise<readonly Problem[]>;
}

/**
 * Reads a bundle and checks everything that an analyst can get wrong in it. Never throws: whatever
 * is wrong, hostile input included, becomes a problem with file, line and rule.
 */
export async function readProcedure(
  bundle: Bundle,
  topics: readonly Topic[],
  checks: ProcedureChecks = {},
): Promise<ReadProcedure> {
  const problems = makeProblemList();
  checkFiles(bundle, problems);
  const assembly = await assemble(bundle, problems);
  checkConfig(assembly, problems);
  checkProcessData(assembly, problems);
  checkActions(assembly, problems);
  checkPrefill(assembly, problems);
  checkTexts(assembly, problems);
  checkTemplates(assembly, problems, checks.template);
  checkModelReferences(assembly, topics, problems);
  checkModelTexts(assembly, problems);
  checkTaskProperties(assembly, problems);
  checkLateMessages(assembly, problems);
  checkModelData(assembly, topics, problems);
  readScenarios(bundle, problems);
  problems.addAll((await checks.models?.(bundle)) ?? []);
  const found = problems.all();
  const procedure = isRefused(found) ? undefined : toProcedure(assembly);
  return { ...(procedure ? { procedure } : {}), problems: found };
}

/**
 * A bundle that was accepted once, for the cases that are pinned to it: later rules do not take
 * it away from them.
 */
export async function readStoredProcedure(bundle: Bundle): Promise<Procedure | undefined> {
  return toProcedure(await assemble(bundle, makeProblemList()));
}
