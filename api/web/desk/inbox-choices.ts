import { APPLICANT } from '../../services/tasks.ts';
import { mainProcessId } from '../../services/main-process.ts';
import { worksOn } from '../../../core/access/staff-cases.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { StaffContext } from '../../context.ts';
import { pageWords } from '../phrase.ts';
import { serviceTitle } from '../service-texts.ts';
import { taskTitle } from './desk-words.ts';
import type { InboxFilters } from './inbox-filters.ts';
import { FILTER_NAMES } from './inbox-filters.ts';

/** A list to choose a filter from. */
export interface FilterChoice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { value: string; label: Phrase; chosen: boolean }[];
}

const DUE_TEXTS = { overdue: 'desk.dueOverdue', week: 'desk.dueWeek' } as const;
const CLAIMED_TEXTS = { me: 'desk.claimedMe', nobody: 'desk.claimedNobody' } as const;
const SORT_TEXTS = {
  due: 'desk.sortDue',
  oldest: 'desk.sortOldest',
  newest: 'desk.sortNewest',
} as const;

/** Only procedures that somebody's units have a part in, and their tasks. */
export function filterChoices(context: StaffContext, filters: InboxFilters): FilterChoice[] {
  const { t } = context;
  const procedures = ownProcedures(context);
  const { element } = filters;
  return [
    choice(
      t('desk.procedure'),
      'verfahren',
      t('desk.allProcedures'),
      filters.procedure,
      procedures.map((one) => [one.key, pageWords(serviceTitle(one, context.locale))]),
    ),
    choice(
      t('desk.step'),
      'schritt',
      t('desk.allSteps'),
      element && `${element.processId}:${element.elementId}`,
      steps(context, procedures, filters),
    ),
    choice(
      t('desk.due'),
      'frist',
      t('desk.dueAny'),
      filters.due,
      named(context, FILTER_NAMES.due, DUE_TEXTS),
      FILTER_NAMES.due,
    ),
    choice(
      t('desk.claimed'),
      'wer',
      t('desk.claimedAny'),
      filters.claimed,
      named(context, FILTER_NAMES.claimed, CLAIMED_TEXTS),
      FILTER_NAMES.claimed,
    ),
    choice(
      t('desk.sort'),
      'sortierung',
      undefined,
      filters.sort,
      named(context, FILTER_NAMES.sort, SORT_TEXTS),
      FILTER_NAMES.sort,
    ),
  ];
}

/** The process of the chosen procedure; `none` when it is not one of theirs. */
export function chosenProcess(
  context: StaffContext,
  { procedure }: InboxFilters,
): string | undefined | 'none' {
  if (procedure === undefined) return undefined;
  const found = ownProcedures(context).find(({ key }) => key === procedure);
  return found ? mainProcessId(found) : 'none';
}

function ownProcedures({ services, staff }: StaffContext): Procedure[] {
  return services.catalogue.current().filter(({ config }) => worksOn(staff.units, config));
}

function steps(
  context: StaffContext,
  procedures: readonly Procedure[],
  { procedure: wanted }: InboxFilters,
): (readonly [string, Phrase])[] {
  const found = new Map<string, Phrase>();
  for (const procedure of procedures) {
    if (wanted !== undefined && procedure.key !== wanted) continue;
    for (const { processId, nodes } of procedure.processes.values()) {
      for (const { id, userTask } of nodes.values()) {
        const groups = userTask?.candidateGroups;
        if (!userTask || (groups?.kind === 'text' && groups.text === APPLICANT)) continue;
        const form = userTask.formReference;
        const formReference = form?.kind === 'text' ? { formReference: form.text } : {};
        const task = { processId, elementId: id, ...formReference };
        found.set(`${processId}:${id}`, taskTitle(procedure, task, context));
      }
    }
  }
  return [...found].toSorted(([, a], [, b]) => a.text.localeCompare(b.text));
}

function named<Value extends string>(
  { t }: StaffContext,
  names: Readonly<Record<string, Value>>,
  texts: Readonly<Record<Value, TextKey>>,
): (readonly [string, Phrase])[] {
  return Object.entries(names).map(([name, value]) => [name, pageWords(t(texts[value]))]);
}

function choice(
  label: string,
  name: string,
  any: string | undefined,
  chosen: string | undefined,
  options: readonly (readonly [string, Phrase])[],
  names: Readonly<Record<string, string>> = {},
): FilterChoice {
  const all = options.map(([value, label]) => ({
    value,
    label,
    chosen: chosen !== undefined && (names[value] ?? value) === chosen,
  }));
  const none =
    any === undefined ? [] : [{ value: '', label: pageWords(any), chosen: chosen === undefined }];
  return { name, label, options: [...none, ...all] };
}
