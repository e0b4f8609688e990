import type { ElementState, ProcessState } from '../../../core/cases/process-state.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { StaffCaseContext } from '../../context.ts';
import { modelName } from '../phrase.ts';

export interface PassedStep {
  readonly name: Phrase;
  readonly state: string;
  readonly isActive: boolean;
  readonly startedAtMs: number;
}

/** The token's way in words: what the process has gone through and where it stands, oldest first. */
export function passedSteps(
  { procedure, t }: StaffCaseContext,
  process: ProcessState | undefined,
): PassedStep[] {
  const texts = {
    active: t('desk.stepActive'),
    completed: t('desk.stepDone'),
    terminated: t('desk.stepEnded'),
  };
  return (process?.elements ?? []).flatMap((element: ElementState) => {
    const node = procedure.processes.get(element.processId)?.nodes.get(element.elementId);
    const { state, startedAtMs } = element;
    if (!node?.name || node.type === 'process') return [];
    const isActive = state === 'active';
    return [{ name: modelName(node.name), state: texts[state], isActive, startedAtMs }];
  });
}
