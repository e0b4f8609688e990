import type { ProcessGraph } from '../../model/graph.ts';
import type { Command, Variables } from '../command.ts';
import type { Definition, ModelLibrary } from '../library.ts';
import type { LoadedModels } from '../load-models.ts';
import { applyPatch, emptyState, ROOT_KEY } from '../state/instance-state.ts';
import type { InstanceState } from '../state/instance-state.ts';
import type { MessageWait, TimerWait, Wait } from '../state/rows.ts';
import { step } from '../step.ts';
import type { StepResult } from '../step.ts';
import { historyLine } from './history-line.ts';
import type { HistoryLine } from './history-line.ts';

/** The bare interpreter with a clock, a message buffer and nothing else: for trying models. */
export interface Sandbox {
  readonly graphs: readonly ProcessGraph[];
  readonly instances: SandboxInstance[];
  readonly history: HistoryLine[];
  readonly messages: BufferedMessage[];
  readonly subscriptions: OpenSubscription[];
  readonly library: ModelLibrary;
  /** Given to what is started by a step; the step's own win. */
  readonly startVariables: Variables;
  nowMs: number;
  readonly zone: string;
  /** True: no further action, the run has taken too long. */
  readonly isOver: () => boolean;
}

export interface SandboxInstance {
  /** From 1, in order of their start. */
  readonly rootKey: number;
  readonly processId: string;
  readonly state: InstanceState;
  /** Of the root scope, kept after the end. */
  readonly variables: Map<string, Variables[string]>;
  /** Where a message started it: the key that must not run twice. */
  readonly startedBy?: { readonly name: string; readonly correlationKey: string };
}

export interface BufferedMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId?: string;
  readonly expiresAtMs: number;
  readonly variables: Variables;
  /** Processes that have got it: each gets it once. */
  readonly taken: Set<string>;
}

export interface OpenSubscription {
  readonly instance: SandboxInstance;
  readonly wait: MessageWait;
  readonly processId: string;
}

export const SANDBOX_START_MS = Date.UTC(2026, 0, 1);

export interface SandboxOptions {
  readonly zone?: string;
  readonly isOver?: () => boolean;
  readonly variables?: Variables;
}

export function openSandbox(
  models: LoadedModels,
  { zone = 'Europe/Berlin', isOver = () => false, variables = {} }: SandboxOptions = {},
): Sandbox {
  const definitions = new Map<string, Definition>(
    models.processes.map(({ graph }) => [
      graph.processId,
      { key: graph.processId, graph, decide: models.decide },
    ]),
  );
  return {
    graphs: models.processes.map(({ graph }) => graph),
    instances: [],
    history: [],
    messages: [],
    subscriptions: [],
    library: {
      definition: (key) => definitions.get(key) as Definition,
      called: (processId) => definitions.get(processId),
    },
    startVariables: variables,
    nowMs: SANDBOX_START_MS,
    zone,
    isOver,
  };
}

export function startInstance(
  sandbox: Sandbox,
  start: {
    readonly processId: string;
    readonly startEventId?: string;
    readonly variables: Variables;
    readonly startedBy?: SandboxInstance['startedBy'];
  },
): StepResult {
  const instance: SandboxInstance = {
    rootKey: sandbox.instances.length + 1,
    processId: start.processId,
    state: emptyState(),
    variables: new Map(),
    ...(start.startedBy === undefined ? {} : { startedBy: start.startedBy }),
  };
  sandbox.instances.push(instance);
  return obey(sandbox, instance, {
    type: 'start',
    definitionKey: start.processId,
    variables: start.variables,
    ...(start.startEventId === undefined ? {} : { startEventId: start.startEventId }),
  });
}

/** Does one step of an instance and takes note of everything that it changed. */
export function obey(sandbox: Sandbox, instance: SandboxInstance, command: Command): StepResult {
  const env = { nowMs: sandbox.nowMs, zone: sandbox.zone };
  const result = step(sandbox.library, instance.state, command, env);
  noteSubscriptions(sandbox, instance, result);
  applyPatch(instance.state, result.patch);
  for (const { scopeKey, name, value } of result.patch.variables) {
    if (scopeKey === ROOT_KEY) instance.variables.set(name, value);
  }
  for (const event of result.events) sandbox.history.push(historyLine(instance.rootKey, event));
  return result;
}

function noteSubscriptions(
  sandbox: Sandbox,
  instance: SandboxInstance,
  { patch }: StepResult,
): void {
  const gone = new Set(patch.waits.removed.map((wait) => wait.key));
  for (let index = sandbox.subscriptions.length - 1; index >= 0; index--) {
    const open = sandbox.subscriptions[index] as OpenSubscription;
    if (open.instance === instance && gone.has(open.wait.key)) {
      sandbox.subscriptions.splice(index, 1);
    }
  }
  const elements = new Map(patch.elements.put.map((row) => [row.key, row]));
  const rowOf = (key: number) => elements.get(key) ?? instance.state.elements.rows.get(key);
  for (const wait of patch.waits.put) {
    if (wait.kind !== 'message') continue;
    const process = rowOf(rowOf(wait.elementKey)?.processKey ?? 0);
    sandbox.subscriptions.push({ instance, wait, processId: process?.elementId ?? '' });
  }
}

export interface PlacedWait<W extends Wait = Wait> {
  readonly instance: SandboxInstance;
  readonly wait: W;
}

/** Everything that is waited for, the oldest first. */
export function openWaits(sandbox: Sandbox): PlacedWait[] {
  return sandbox.instances.flatMap((instance) =>
    [...instance.state.waits.rows.values()].map((wait) => ({ instance, wait })),
  );
}

export function nextTimer(sandbox: Sandbox): PlacedWait<TimerWait> | undefined {
  let next: PlacedWait<TimerWait> | undefined;
  for (const { instance, wait } of openWaits(sandbox)) {
    if (wait.kind !== 'timer') continue;
    if (next === undefined || wait.dueAtMs < next.wait.dueAtMs) next = { instance, wait };
  }
  return next;
}
