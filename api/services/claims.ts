import type { AuditEvent } from '../../core/cases/audit-event.ts';
import type { IdentifiedStaff } from '../../connectors/identity/port.ts';
import { staffActor } from '../../core/access/staff-cases.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import { EngineError } from '../../engine/errors.ts';
import type { EnginePort } from '../../engine/port.ts';

/** `held`: a colleague was quicker. `gone`: it is done, or nobody has to do it any more. */
export type ClaimOutcome = 'done' | 'held' | 'gone';

/** Who works on a task: a clerk takes it, and may put it back. */
export interface ClaimService {
  claim(task: TaskState, staff: IdentifiedStaff): Promise<ClaimOutcome>;
  unclaim(task: TaskState, staff: IdentifiedStaff): Promise<ClaimOutcome>;
}

export function makeClaimService(ports: {
  readonly cases: CaseRepository;
  readonly engine: { readonly tasks: Pick<EnginePort['tasks'], 'claim' | 'unclaim'> };
}): ClaimService {
  const { cases, engine } = ports;
  const note = async (task: TaskState, { subject }: IdentifiedStaff, event: AuditEvent) => {
    const detail = { taskKey: task.key, element: task.elementId };
    await cases.change(task.caseId ?? '', staffActor(subject), () => ({
      audit: [{ event, detail }],
    }));
  };
  return {
    async claim(task, staff) {
      if (task.assignee === staff.subject) return 'done';
      try {
        await engine.tasks.claim(task.key, staff.subject);
      } catch (error) {
        const code = codeOf(error);
        return code === 'conflict' && task.state === 'open' ? 'held' : 'gone';
      }
      await note(task, staff, 'task-claimed');
      return 'done';
    },
    async unclaim(task, staff) {
      if (task.assignee === undefined) return 'done';
      if (task.assignee !== staff.subject && !staff.roles.includes('supervisor')) return 'held';
      try {
        await engine.tasks.unclaim(task.key);
      } catch (error) {
        codeOf(error);
        return 'gone';
      }
      await note(task, staff, 'task-unclaimed');
      return 'done';
    },
  };
}

/** What the engine says of the task itself; a broken engine is another matter. */
function codeOf(error: unknown): 'conflict' | 'not-found' {
  if (error instanceof EngineError && (error.code === 'conflict' || error.code === 'not-found')) {
    return error.code;
  }
  throw error;
}
