import type { FeelEnvironment, JsonValue } from '../feel/index.ts';
import type { FlowNode } from '../model/graph.ts';
import type { Variables } from './command.ts';
import type { HistoryEvent, PublishMessageEffect } from './events.ts';
import type { Definition, ModelLibrary } from './library.ts';
import type { InstanceState } from './state/instance-state.ts';
import type { EndedElement, Patch, RemovedWait } from './state/patch.ts';
import type { ElementInstance, Incident, ParkedToken, Wait } from './state/rows.ts';
import { draftTable, getRow, setRow } from './state/table.ts';
import type { TableDraft } from './state/table.ts';

/** One thing still to be done within the step, in the order in which it arose. */
export interface AgendaItem {
  readonly do: 'activate' | 'complete';
  readonly key: number;
  /** The event behind an event-based gateway has already happened: it does not wait again. */
  readonly triggered?: boolean;
  /** Processes: the start event. */
  readonly startEventId?: string;
  /** Event sub-processes: what their event brings along. */
  readonly brought?: Variables;
}

/** Everything that a step writes, laid over the state that it started from. */
export interface StepContext {
  readonly library: ModelLibrary;
  readonly env: FeelEnvironment;
  readonly state: InstanceState;
  status: InstanceState['status'];
  nextKey: number;
  readonly elements: TableDraft<ElementInstance>;
  readonly tokens: TableDraft<ParkedToken>;
  readonly waits: TableDraft<Wait>;
  readonly incidents: TableDraft<Incident>;
  readonly variables: Map<number, Map<string, JsonValue>>;
  readonly put: Map<number, ElementInstance>;
  readonly ended: EndedElement[];
  readonly removedWaits: RemovedWait[];
  readonly agenda: AgendaItem[];
  readonly events: HistoryEvent[];
  readonly effects: PublishMessageEffect[];
  /** Scopes in which a token has come to a join or an element has ended. */
  readonly touchedScopes: Set<number>;
  activations: number;
}

export function openStep(
  state: InstanceState,
  library: ModelLibrary,
  env: FeelEnvironment,
): StepContext {
  return {
    library,
    env,
    state,
    status: state.status,
    nextKey: state.nextKey,
    elements: draftTable(state.elements),
    tokens: draftTable(state.tokens),
    waits: draftTable(state.waits),
    incidents: draftTable(state.incidents),
    variables: new Map(),
    put: new Map(),
    ended: [],
    removedWaits: [],
    agenda: [],
    events: [],
    effects: [],
    touchedScopes: new Set(),
    activations: 0,
  };
}

export function nextKey(step: StepContext): number {
  return step.nextKey++;
}

export function element(step: StepContext, key: number): ElementInstance | undefined {
  return getRow(step.elements, key);
}

export function existingElement(step: StepContext, key: number): ElementInstance {
  const found = getRow(step.elements, key);
  if (found === undefined) throw new Error(`element instance ${key} is gone`);
  return found;
}

export function putElement(step: StepContext, row: ElementInstance): void {
  setRow(step.elements, row);
  step.put.set(row.key, row);
}

export function definitionOf(step: StepContext, row: ElementInstance): Definition {
  const process = row.key === row.processKey ? row : existingElement(step, row.processKey);
  return step.library.definition(process.definitionKey as string);
}

export function nodeOf(step: StepContext, row: ElementInstance): FlowNode {
  return nodeById(step, row, row.elementId);
}

/** The node of a scope: a process has one too. */
export function scopeNodeOf(step: StepContext, row: ElementInstance): FlowNode {
  return row.type === 'process' ? definitionOf(step, row).graph.root : nodeOf(step, row);
}

/** Another node of the process that `row` belongs to. */
export function nodeById(step: StepContext, row: ElementInstance, id: string): FlowNode {
  const node = definitionOf(step, row).graph.nodes.get(id);
  if (node === undefined) throw new Error(`the model has no element ${id}`);
  return node;
}

export function record(
  step: StepContext,
  event: HistoryEvent['event'],
  row: ElementInstance,
  more?: { name?: string; message?: string },
): void {
  step.events.push({
    at: step.env.nowMs,
    event,
    elementId: row.elementId,
    elementType: row.type,
    elementInstance: row.key,
    scope: row.scopeKey,
    process: processIdOf(step, row),
    ...more,
  });
}

export function processIdOf(step: StepContext, row: ElementInstance): string {
  return definitionOf(step, row).graph.processId;
}

export function patchOf(step: StepContext): Patch {
  return {
    nextKey: step.nextKey,
    status: step.status,
    elements: { put: [...step.put.values()], ended: step.ended },
    tokens: { put: [...step.tokens.put.values()], removed: [...step.tokens.removed] },
    waits: {
      put: [...step.waits.put.values()],
      removed: step.removedWaits.filter((wait) => step.waits.base.rows.has(wait.key)),
    },
    incidents: { put: [...step.incidents.put.values()], removed: [...step.incidents.removed] },
    variables: [...step.variables].flatMap(([scopeKey, values]) =>
      keepsVariables(step, scopeKey)
        ? [...values].map(([name, value]) => ({ scopeKey, name, value }))
        : [],
    ),
  };
}

/** Locals of an activity that is over served their purpose; a process keeps its result. */
function keepsVariables(step: StepContext, key: number): boolean {
  // What the engine remembers of an element (ledger.ts) goes with it.
  if (key < 0) return getRow(step.elements, -key) !== undefined;
  if (getRow(step.elements, key) !== undefined) return true;
  return (step.put.get(key) ?? step.state.elements.rows.get(key))?.type === 'process';
}
