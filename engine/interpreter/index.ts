/** The interpreter: pure, browser-safe, without input or output. */
export { CommandRejected } from './command.ts';
export type { Command, Variables } from './command.ts';
export type { HistoryEvent, PublishMessageEffect } from './events.ts';
export type { Definition, ModelLibrary } from './library.ts';
export { applyPatch, emptyState, ROOT_KEY, STATE_SCHEMA } from './state/instance-state.ts';
export type { InstanceState } from './state/instance-state.ts';
export type { EndedElement, Patch, RemovedWait } from './state/patch.ts';
export type * from './state/rows.ts';
export { variablesSeenFrom } from './variables.ts';
export { step } from './step.ts';
export type { StepResult } from './step.ts';
export { loadModels } from './load-models.ts';
export type { LoadedModels, LoadedProcess } from './load-models.ts';
export { runModel } from './sandbox/run-model.ts';
export type { Run, RunOptions } from './sandbox/run-model.ts';
export type { HistoryLine, RunProblem, RunResult, WaitingFor } from './sandbox/history-line.ts';
export { stepProblem } from './sandbox/scenario-step.ts';
export type { ScenarioStep } from './sandbox/scenario-step.ts';
