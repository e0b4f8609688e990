import { createHash } from 'node:crypto';
import type { InboxQuery, TaskState } from '../../../core/cases/process-state.ts';
import { cursorAfter } from '../../../core/cases/process-state.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { StaffContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { unitNames } from './desk-words.ts';
import { caseHref, typedNumber } from './find-case.ts';
import { chosenProcess, filterChoices } from './inbox-choices.ts';
import type { InboxFilters } from './inbox-filters.ts';
import { cursorText, DEFAULT_SORT, inboxHref, isNarrowed, readFilters } from './inbox-filters.ts';
import { inboxRows } from './inbox-rows.ts';
import type { InboxRow } from './inbox-rows.ts';

const PAGE_SIZE = 50;
const WEEK_MS = 7 * 86_400_000;
/** A script looks again so often, and only it. */
const REFRESH_MS = 20_000;

/** What a click has done, told after the redirect. */
const NOTICES = {
  erledigt: 'desk.completed',
  zurueckgelegt: 'desk.unclaimed',
} as const;

/** The open tasks of somebody's units; who types the number of a case there is led to it. */
export async function showInbox(context: StaffContext): Promise<Answer> {
  const typed = typedNumber(context.query);
  const href = typed === undefined ? undefined : await caseHref(context, typed);
  return href === undefined ? inboxPage(context, typed) : redirect(href);
}

/** `missed`: no such case, or none of theirs. */
async function inboxPage(context: StaffContext, missed: string | undefined): Promise<Answer> {
  const { t, query, nowMs } = context;
  const filters = readFilters(query);
  const found = await openTasks(context, filters);
  const tasks = found.slice(0, PAGE_SIZE);
  const rows = await inboxRows(context, tasks);
  const last = found.length > PAGE_SIZE ? tasks.at(-1) : undefined;
  const notice = NOTICES[oneValue(query, 'hinweis') as keyof typeof NOTICES];
  const view = {
    choices: filterChoices(context, filters),
    number: filters.number ?? '',
    missed: missed ?? '',
    isMissed: missed !== undefined,
    isSearching: missed !== undefined || isNarrowed(filters) || filters.sort !== DEFAULT_SORT,
    caseHref: rows.length === 0 ? await caseHref(context, filters.number ?? '') : undefined,
    rows,
    bulks: bulksOf(rows),
    isAllTicked: filters.all,
    allHref: inboxHref(filters, { alle: filters.all ? '' : '1' }),
    firstHref: filters.after && inboxHref(filters, { nach: '' }),
    nextHref: last && inboxHref(filters, { nach: cursorText(cursorAfter(last, filters.sort)) }),
    resetHref: isNarrowed(filters) ? inboxHref(readFilters({})) : undefined,
    selfHref: inboxHref(filters),
    hasUnits: context.staff.units.length > 0,
    units: unitNames(context).join(', '),
    notice: notice && t(notice),
    nowMs,
    refreshMs: REFRESH_MS,
    stateMark: createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16),
  };
  const status = view.isMissed ? 404 : 200;
  return page('inbox', t('desk.inbox'), view, { section: 'desk', status });
}

async function openTasks(context: StaffContext, filters: InboxFilters): Promise<TaskState[]> {
  const { services, staff } = context;
  const processId = chosenProcess(context, filters);
  if (staff.units.length === 0 || processId === 'none') return [];
  const caseIds = await casesWith(context, filters.number);
  return services.readModel.inbox({
    groups: staff.units,
    ...(processId === undefined ? {} : { processId }),
    ...(filters.element ? { element: filters.element } : {}),
    ...dueOf(filters, context.nowMs),
    ...claimedOf(filters, staff.subject),
    ...(caseIds ? { caseIds } : {}),
    sort: filters.sort,
    ...(filters.after ? { after: filters.after } : {}),
    limit: PAGE_SIZE + 1,
  });
}

async function casesWith(
  { services }: StaffContext,
  number: string | undefined,
): Promise<string[] | undefined> {
  if (number === undefined) return undefined;
  const file = await services.cases.findByNumber(number);
  return file ? [file.id] : [];
}

function dueOf({ due }: InboxFilters, nowMs: number): Pick<InboxQuery, 'dueBeforeMs'> {
  if (due === undefined) return {};
  return { dueBeforeMs: due === 'overdue' ? nowMs : nowMs + WEEK_MS };
}

function claimedOf({ claimed }: InboxFilters, subject: string): Pick<InboxQuery, 'claimedBy'> {
  if (claimed === undefined) return {};
  return { claimedBy: claimed === 'nobody' ? 'nobody' : { subject } };
}

/** A button for each kind of release on this page. */
function bulksOf(rows: readonly InboxRow[]): { kind: string; label: string }[] {
  const kinds = new Map(rows.flatMap(({ bulk }) => (bulk ? [[bulk.kind, bulk.label]] : [])));
  return [...kinds].map(([kind, label]) => ({ kind, label }));
}
