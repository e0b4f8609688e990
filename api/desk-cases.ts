import type { IdentifiedStaff } from '../connectors/identity/port.ts';
import { worksOn } from '../core/access/staff-cases.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import type { TaskState } from '../core/cases/process-state.ts';
import type { Procedure } from '../core/procedures/procedure.ts';
import { isCaseNumber, isTaskKey } from './address-keys.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { APPLICANT } from './services/tasks.ts';

export interface DeskCase {
  readonly file: CaseFile;
  readonly procedure: Procedure;
}

type Ports = Pick<Context, 'services'>;

/** A case that somebody's unit has a part in; unknown ones and those of others look alike. */
export async function deskCaseOf(
  { services }: Ports,
  staff: IdentifiedStaff,
  number: string,
): Promise<DeskCase | undefined> {
  if (!isCaseNumber(number)) return undefined;
  return visibleTo(staff, services, await services.cases.findByNumber(number));
}

/** The same by its id, as documents and tasks name it. */
export async function deskCaseById(
  { services }: Ports,
  staff: IdentifiedStaff,
  caseId: string,
): Promise<DeskCase | undefined> {
  return visibleTo(staff, services, await services.cases.find(caseId));
}

/**
 * A task, open or done, that is for one of somebody's units; one of the applicant, so that an answer
 * by post can be entered, for whoever sees the case.
 */
export async function deskTaskOf(
  ports: Ports,
  staff: IdentifiedStaff,
  taskKey: string,
): Promise<(DeskCase & { readonly task: TaskState }) | undefined> {
  const task = isTaskKey(taskKey) ? await ports.services.readModel.task(taskKey) : undefined;
  if (task?.caseId === undefined) return undefined;
  const { candidateGroups } = task;
  const isTheirs = candidateGroups.some((group) => staff.units.includes(group));
  if (!isTheirs && !candidateGroups.includes(APPLICANT)) return undefined;
  const found = await deskCaseById(ports, staff, task.caseId);
  return found && { ...found, task };
}

async function visibleTo(
  staff: IdentifiedStaff,
  { catalogue }: Context['services'],
  file: CaseFile | undefined,
): Promise<DeskCase | undefined> {
  if (!file) return undefined;
  const procedure = await catalogue.byHash(file.bundleHash);
  if (!procedure) throw new HttpError('internal', 'the bundle of a case is missing');
  return worksOn(staff.units, procedure.config) ? { file, procedure } : undefined;
}
