import type { ElementState, ProcessState, TaskState } from '../cases/process-state.ts';
import { awaitedMessages } from './awaited-messages.ts';
import type { AwaitedMessage } from './awaited-messages.ts';
import { constant } from './check-model-references.ts';
import { nodeOf, scopeChain } from './element-chain.ts';
import type { Procedure } from './procedure.ts';
import { wasTimedOut } from './timed-out.ts';

/** A question whose deadline is over, and whose answer the process would still take. */
export interface LateQuestion {
  readonly elementInstanceKey: string;
  readonly awaited: AwaitedMessage;
  /** Open tasks that end when it comes, such as a clerk's decision. */
  readonly withdraws: readonly TaskState[];
}

/** The message by which a late answer to this task comes, where its model knows one. */
export function lateMessageOf(
  procedure: Procedure,
  task: Pick<TaskState, 'processId' | 'elementId'>,
): string | undefined {
  return nodeOf(procedure, task)?.properties['lateMessage'];
}

/**
 * The last question that a timer took away, while the process waits for its late answer. One that
 * was asked again is not it: what is asked now stands in the newer one.
 */
export function lateQuestion(
  procedure: Procedure,
  process: ProcessState,
): LateQuestion | undefined {
  const asked = process.elements.filter((one) => lateMessageOf(procedure, one) !== undefined);
  const last = asked.at(-1);
  if (!last || last.state !== 'terminated') return undefined;
  if (!wasTimedOut(procedure, process, { elementInstanceKey: last.key, state: 'cancelled' })) {
    return undefined;
  }
  const message = lateMessageOf(procedure, last);
  const awaited = awaitedMessages(procedure, process).find((one) => one.message === message);
  if (!awaited) return undefined;
  const withdraws = endedBy(procedure, process, awaited);
  return { elementInstanceKey: last.key, awaited, withdraws };
}

/** What is open within the element whose boundary event takes the message, if that interrupts it. */
function endedBy(
  procedure: Procedure,
  { elements, openTasks }: ProcessState,
  { message, waitKey }: AwaitedMessage,
): TaskState[] {
  const byKey = new Map(elements.map((element) => [element.key, element]));
  const host = byKey.get(waitKey.slice(0, waitKey.lastIndexOf('.')));
  if (!host || !interrupts(procedure, host, message)) return [];
  return openTasks.filter(({ elementInstanceKey }) => {
    const element = byKey.get(elementInstanceKey);
    return element !== undefined && scopeChain(byKey, element).includes(host);
  });
}

function interrupts(procedure: Procedure, host: ElementState, message: string): boolean {
  const nodes = procedure.processes.get(host.processId)?.nodes;
  return (nodeOf(procedure, host)?.boundaryEventIds ?? []).some((id) => {
    const boundary = nodes?.get(id);
    const { event } = boundary ?? {};
    const isIt = event?.kind === 'message' && constant(event.name) === message;
    return isIt && boundary?.interrupting !== false;
  });
}
