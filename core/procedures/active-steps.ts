import type { ElementState, ProcessState, TaskState } from '../cases/process-state.ts';
import { CLOSING_PHASE, firstProperty, isAside, nodeOf, scopeChain } from './element-chain.ts';
import { followUpAt } from './follow-ups.ts';
import { reachedPhases } from './passed-elements.ts';
import type { Procedure } from './procedure.ts';

export type Turn = 'citizen' | 'office' | 'other-authority' | 'nobody';

/** Something that is going on right now: an active element without an active one inside it. */
export interface ActiveStep {
  readonly element: ElementState;
  readonly phaseIndex: number;
  /** The case only comes to its end: in the phase that it has reached, and no other will follow. */
  readonly isClosing: boolean;
  /** Stem of text keys. */
  readonly status: string | undefined;
  /** Key of what is said before it, by a procedure about what goes on in its blocks. */
  readonly lead: string | undefined;
  readonly turn: Turn;
  readonly dueAtMs: number | undefined;
  readonly demand: { type: 'task'; taskKey: string } | { type: 'payment' } | undefined;
  /** A new application that may be begun from here: a name of `followUps`. */
  readonly followUp: string | undefined;
  /** It cannot go on by itself: an incident, which is of this branch alone. */
  readonly isStopped: boolean;
  /** Beside the way of the case, such as a mail: shown only where nothing else goes on. */
  readonly isAside: boolean;
}

/** The group of user tasks that are the citizen's. */
export const APPLICANT_GROUP = 'applicant';

/**
 * Where the tokens are, the one to be shown first: what is on the way of the case, of it the least
 * advanced phase, in it what waits for the citizen, then what goes on, then the oldest.
 */
export function activeSteps(procedure: Procedure, process: ProcessState): ActiveStep[] {
  const byKey = new Map(process.elements.map((element) => [element.key, element]));
  const active = process.elements.filter(({ state }) => state === 'active');
  const scopes = new Set(active.map(({ scopeKey }) => scopeKey));
  const leaves = active.filter(({ key }) => !scopes.has(key));
  return leaves.map((leaf) => toStep(procedure, process, byKey, leaf)).toSorted(inOrder);
}

function toStep(
  procedure: Procedure,
  process: ProcessState,
  byKey: ReadonlyMap<string, ElementState>,
  element: ElementState,
): ActiveStep {
  const chain = scopeChain(byKey, element);
  const task = process.openTasks.find(
    ({ elementInstanceKey }) => elementInstanceKey === element.key,
  );
  const phase = firstProperty(procedure, chain, 'phase');
  const isClosing = phase === CLOSING_PHASE;
  const demand = demandOf(procedure, element, task);
  return {
    element,
    phaseIndex: isClosing
      ? Math.max(...reachedPhases(procedure, process))
      : Math.max(0, procedure.config.phases.indexOf(phase ?? '')),
    isClosing,
    status: firstProperty(procedure, chain, 'status'),
    lead: firstProperty(procedure, chain, 'statusLead'),
    turn: turnOf(procedure, chain, element, task),
    dueAtMs: dueAt(procedure, process, chain, task),
    demand,
    followUp: followUpAt(procedure, process, element),
    isStopped: process.openIncidents.some(
      ({ elementInstanceKey }) => elementInstanceKey === element.key,
    ),
    isAside: isAside(procedure, chain),
  };
}

function demandOf(
  procedure: Procedure,
  element: ElementState,
  task: TaskState | undefined,
): ActiveStep['demand'] {
  if (task?.candidateGroups.includes(APPLICANT_GROUP)) return { type: 'task', taskKey: task.key };
  const isPayment = nodeOf(procedure, element)?.properties['demand'] === 'payment';
  return isPayment ? { type: 'payment' } : undefined;
}

/** What the element itself says, else whose task it is, else what it inherits. */
function turnOf(
  procedure: Procedure,
  chain: readonly ElementState[],
  element: ElementState,
  task: TaskState | undefined,
): Turn {
  const own = nodeOf(procedure, element)?.properties['turn'];
  if (own !== undefined) return own as Turn;
  if (task) return task.candidateGroups.includes(APPLICANT_GROUP) ? 'citizen' : 'office';
  return (firstProperty(procedure, chain, 'turn') as Turn | undefined) ?? 'office';
}

/** The task's due date, and timers at the element or around it that the model calls a deadline. */
function dueAt(
  procedure: Procedure,
  process: ProcessState,
  chain: readonly ElementState[],
  task: TaskState | undefined,
): number | undefined {
  const around = new Map(chain.map((element) => [element.key, element]));
  const timers = process.openTimers.flatMap(({ elementInstanceKey, elementId, dueAtMs }) => {
    const host = around.get(elementInstanceKey);
    const node = host && procedure.processes.get(host.processId)?.nodes.get(elementId);
    // The last moment to act: a period that ends at midnight ends with the day before.
    return node?.properties['deadline'] === undefined ? [] : [dueAtMs - 1];
  });
  const isCitizens = task === undefined || task.candidateGroups.includes(APPLICANT_GROUP);
  const due = [...timers, ...(isCitizens && task?.dueAtMs !== undefined ? [task.dueAtMs] : [])];
  return due.length === 0 ? undefined : Math.min(...due);
}

function inOrder(a: ActiveStep, b: ActiveStep): number {
  return (
    Number(a.isAside) - Number(b.isAside) ||
    a.phaseIndex - b.phaseIndex ||
    Number(b.turn === 'citizen') - Number(a.turn === 'citizen') ||
    Number(a.isStopped) - Number(b.isStopped) ||
    a.element.startedAtMs - b.element.startedAtMs
  );
}
