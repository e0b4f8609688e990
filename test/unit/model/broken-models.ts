import { brokenStructure } from './broken/structure-models.ts';
import { brokenProcesses } from './broken/processes-models.ts';
import { brokenFlows } from './broken/flows-models.ts';
import { brokenEvents } from './broken/events-models.ts';
import { brokenScopes } from './broken/scopes-models.ts';
import { brokenTasks } from './broken/tasks-models.ts';
import { unsupportedModels } from './broken/unsupported-models.ts';
import type { BrokenModel } from './broken/parts.ts';

/** Every rule of `bpmn-rules.ts` is broken by at least one of these. */
export const brokenModels: readonly BrokenModel[] = [
  ...brokenStructure,
  ...brokenProcesses,
  ...brokenFlows,
  ...brokenEvents,
  ...brokenScopes,
  ...brokenTasks,
  ...unsupportedModels,
];
