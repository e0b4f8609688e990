import type { FeelEnvironment } from '../feel/index.ts';
import { activate, rememberItem } from './activate.ts';
import { CommandRejected } from './command.ts';
import type { Command } from './command.ts';
import { complete } from './complete.ts';
import { terminate } from './endings.ts';
import type { HistoryEvent, PublishMessageEffect } from './events.ts';
import { raiseIncident } from './incidents.ts';
import { beginInclusiveJoins } from './inclusive-join.ts';
import {
  assignTask,
  changeTask,
  completeJob,
  completeTask,
  failJob,
  throwJobError,
} from './jobs-and-tasks.ts';
import type { ModelLibrary } from './library.ts';
import { startProcess } from './process-instance.ts';
import { resolveIncident, setVariables } from './resolve-incident.ts';
import { ROOT_KEY } from './state/instance-state.ts';
import type { InstanceState } from './state/instance-state.ts';
import type { Patch } from './state/patch.ts';
import { element, existingElement, openStep, patchOf } from './step-context.ts';
import type { AgendaItem, StepContext } from './step-context.ts';
import { StepFailure } from './step-failure.ts';
import { correlateMessage, fireTimer } from './trigger.ts';
import { closeWaits } from './waits.ts';

export interface StepResult {
  readonly patch: Patch;
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly PublishMessageEffect[];
}

/**
 * One step of a root instance: pure, it leaves `state` as it is. Same inputs, same outputs.
 *
 * @throws CommandRejected when the command does not fit the state
 */
export function step(
  library: ModelLibrary,
  state: InstanceState,
  command: Command,
  env: FeelEnvironment,
): StepResult {
  const context = openStep(state, library, env);
  obey(context, command);
  let index = 0;
  do {
    for (; index < context.agenda.length; index++) {
      carryOut(context, context.agenda[index] as AgendaItem);
    }
  } while (beginInclusiveJoins(context));
  return { patch: patchOf(context), events: context.events, effects: context.effects };
}

function obey(context: StepContext, command: Command): void {
  if (command.type !== 'start' && element(context, ROOT_KEY) === undefined) {
    throw new CommandRejected('not-found', 'the instance has ended');
  }
  switch (command.type) {
    case 'start':
      return start(context, command);
    case 'completeJob':
      return completeJob(context, command.jobKey, command.variables);
    case 'failJob':
      return failJob(context, command);
    case 'throwJobError':
      return throwJobError(context, command);
    case 'completeTask':
      return completeTask(context, command);
    case 'assignTask':
      return assignTask(context, command);
    case 'changeTask':
      return changeTask(context, command);
    case 'correlateMessage':
      return correlateMessage(context, command.waitKey, command.variables);
    case 'fireTimer':
      return fireTimer(context, command.waitKey);
    case 'setVariables':
      return setVariables(context, command, ROOT_KEY);
    case 'resolveIncident':
      return resolveIncident(context, command);
    case 'cancel':
      return terminate(context, existingElement(context, ROOT_KEY));
  }
}

function start(context: StepContext, command: Command & { type: 'start' }): void {
  const { definitionKey, startEventId, variables } = command;
  try {
    startProcess(context, context.library.definition(definitionKey), {
      scopeKey: 0,
      variables,
      ...(startEventId === undefined ? {} : { startEventId }),
    });
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    throw new CommandRejected('invalid-argument', error.message);
  }
}

function carryOut(context: StepContext, item: AgendaItem): void {
  const row = element(context, item.key);
  if (row === undefined) return;
  try {
    if (item.do === 'complete') return complete(context, item);
    activate(context, item);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    stop(context, item, error);
  }
}

/** What was opened on the way is closed again: a second try begins anew. */
function stop(context: StepContext, item: AgendaItem, failure: StepFailure): void {
  const row = existingElement(context, item.key);
  if (item.do === 'activate') {
    closeWaits(context, row.key);
    rememberItem(context, item);
  }
  raiseIncident(context, row, { code: failure.code, message: failure.message, retry: item.do });
}
