import type { ProblemList } from './problem-list.ts';
import type { Bundle } from './procedure.ts';
import { readConfig } from './read-config.ts';
import { scenarioSchema } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** The scenarios of a bundle by file; what is wrong with one is reported. */
export function readScenarios(bundle: Bundle, problems: ProblemList): Map<string, Scenario> {
  const found = new Map<string, Scenario>();
  for (const [file, text] of bundle.files) {
    if (!file.startsWith('scenarios/')) continue;
    const scenario = readConfig(scenarioSchema, file, text, problems);
    if (scenario) found.set(file, scenario);
  }
  return found;
}
