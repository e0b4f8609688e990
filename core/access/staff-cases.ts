import type { ProcedureConfig } from '../procedures/procedure-config.ts';
import type { StaffRole } from './staff-role.ts';

/** Who sees cases at all. */
export const DESK_ROLES: readonly StaffRole[] = ['clerk', 'supervisor'];

type Groups = Pick<ProcedureConfig, 'responsibleUnit' | 'groups'>;

/** A unit of the city is the candidate group of the same name. */
export function groupsOf({ responsibleUnit, groups }: Groups): string[] {
  return [responsibleUnit, ...groups];
}

/** The one rule of who sees the cases of a procedure: a unit that has a part in it. */
export function worksOn(units: readonly string[], config: Groups): boolean {
  return groupsOf(config).some((group) => units.includes(group));
}

/** How the history of a case names somebody who works here. */
export function staffActor(subject: string): string {
  return `${STAFF_ACTOR}${subject}`;
}

/** The subject of `staffActor`; undefined for everybody and everything else. */
export function subjectOfActor(actor: string): string | undefined {
  return actor.startsWith(STAFF_ACTOR) ? actor.slice(STAFF_ACTOR.length) : undefined;
}

const STAFF_ACTOR = 'staff:';
