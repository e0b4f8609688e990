import type { Variables } from './command.ts';
import { openEventSubProcesses } from './event-sub-process.ts';
import { createElement } from './flows.ts';
import type { Definition } from './library.ts';
import { setLocals } from './mappings.ts';
import type { ElementInstance } from './state/rows.ts';
import { StepFailure } from './step-failure.ts';
import { definitionOf, element, nextKey, putElement, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/** How deep call activities may nest: beyond it a model calls itself without end. */
const MAX_CALL_DEPTH = 100;

/** Brings a process into being, as a root (`scopeKey` 0) or called by a call activity. */
export function startProcess(
  step: StepContext,
  definition: Definition,
  options: {
    readonly scopeKey: number;
    readonly startEventId?: string;
    readonly variables: Variables;
  },
): ElementInstance {
  const startId = options.startEventId ?? noneStartOf(definition);
  const key = nextKey(step);
  const row: ElementInstance = {
    key,
    elementId: definition.graph.processId,
    type: 'process',
    scopeKey: options.scopeKey,
    processKey: key,
    definitionKey: definition.key,
    phase: 'active',
    startedAtMs: step.env.nowMs,
    via: [],
  };
  putElement(step, row);
  record(step, 'activated', row);
  setLocals(step, key, options.variables);
  step.agenda.push({ do: 'activate', key, startEventId: startId });
  return row;
}

/** Opens a process or sub-process: its event sub-processes wait, its start event begins. */
export function enterScope(
  step: StepContext,
  scope: ElementInstance,
  startEventId: string,
): ElementInstance {
  const start = definitionOf(step, scope).graph.nodes.get(startEventId);
  if (start === undefined) throw new StepFailure('start-missing', `no start ${startEventId}`);
  openEventSubProcesses(step, scope);
  return createElement(step, start, { scopeKey: scope.key, processKey: scope.processKey });
}

function noneStartOf(definition: Definition): string {
  const { nodes, root } = definition.graph;
  const start = root.startEventIds?.find((id) => nodes.get(id)?.event?.kind === 'none');
  if (start !== undefined) return start;
  throw new StepFailure(
    'no-none-start',
    `process ${definition.graph.processId} has no none start event`,
  );
}

export function checkCallDepth(step: StepContext, row: ElementInstance): void {
  let depth = 0;
  for (
    let process = element(step, row.processKey);
    process !== undefined && process.scopeKey !== 0;
    process = element(step, element(step, process.scopeKey)?.processKey ?? 0)
  ) {
    depth += 1;
  }
  if (depth < MAX_CALL_DEPTH) return;
  throw new StepFailure('call-too-deep', `call activities nest deeper than ${MAX_CALL_DEPTH}`);
}
