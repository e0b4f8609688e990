import type { ElementState, ProcessState, TaskState } from '../cases/process-state.ts';
import { scopeChain } from './element-chain.ts';
import type { Procedure } from './procedure.ts';

/** Was the task taken away by a timer, at itself or at what is around it: is it too late? */
export function wasTimedOut(
  procedure: Procedure,
  process: ProcessState,
  task: Pick<TaskState, 'elementInstanceKey' | 'state'>,
): boolean {
  const byKey = new Map(process.elements.map((element) => [element.key, element]));
  const element = byKey.get(task.elementInstanceKey);
  if (task.state !== 'cancelled' || !element) return false;
  return scopeChain(byKey, element).some((host) => {
    const nodes = procedure.processes.get(host.processId)?.nodes;
    const timers = (nodes?.get(host.elementId)?.boundaryEventIds ?? []).filter((id) => {
      const boundary = nodes?.get(id);
      return boundary?.event?.kind === 'timer' && boundary.interrupting !== false;
    });
    return process.elements.some((one) => timers.includes(one.elementId) && isBeside(one, host));
  });
}

function isBeside(one: ElementState, host: ElementState): boolean {
  return one.processId === host.processId && one.scopeKey === host.scopeKey;
}
