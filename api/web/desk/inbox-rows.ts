import type { TaskState } from '../../../core/cases/process-state.ts';
import { completionKey } from '../../../core/cases/task-answers.ts';
import type { CaseHead } from '../../../core/cases/repositories.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { bulkAnswer, reasonsVariable } from '../../../core/procedures/task-properties.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { StaffContext } from '../../context.ts';
import { serviceTitle } from '../service-texts.ts';
import { reasonTexts, taskTitle } from './desk-words.ts';

export interface InboxRow {
  readonly key: string;
  readonly title: Phrase;
  readonly href: string;
  readonly number: string;
  readonly caseHref: string;
  readonly serviceTitle: string;
  readonly receivedAtMs: number;
  readonly dueAtMs: number | undefined;
  readonly isOverdue: boolean;
  readonly claimedBy: string | undefined;
  readonly isMine: boolean;
  readonly reason: string | undefined;
  readonly moreReasons: string | undefined;
  /** Value of the box and kind of the release; absent where each must be looked at. */
  readonly bulk:
    { readonly value: string; readonly kind: string; readonly label: string } | undefined;
}

interface Page {
  readonly heads: ReadonlyMap<string, CaseHead>;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly names: ReadonlyMap<string, string>;
}

/** What a page of the inbox says of its tasks, read for all of them at once. */
export async function inboxRows(
  context: StaffContext,
  tasks: readonly TaskState[],
): Promise<InboxRow[]> {
  const { services } = context;
  const caseIds = [...new Set(tasks.flatMap(({ caseId }) => caseId ?? []))];
  const procedures = await proceduresOf(context, tasks);
  const reasons = tasks.flatMap((task) => {
    const procedure = procedures.get(task.bundleHash);
    return (procedure && reasonsVariable(procedure, task)) ?? [];
  });
  const [heads, variables, names, answered] = await Promise.all([
    services.cases.heads(caseIds),
    services.readModel.taskVariables(
      tasks.map(({ key }) => key),
      [...new Set(reasons)],
    ),
    services.staffDirectory.names(tasks.flatMap(({ assignee }) => assignee ?? [])),
    // What was answered a moment ago is open until the engine has heard of it.
    services.commands.notTaken(tasks.map(({ key }) => completionKey(key))),
  ]);
  const page = {
    heads: new Map(heads.map((head) => [head.id, head])),
    procedures,
    variables,
    names,
  };
  return tasks
    .filter(({ key }) => !answered.has(completionKey(key)))
    .flatMap((task) => rowOf(context, page, task) ?? []);
}

async function proceduresOf(
  { services }: StaffContext,
  tasks: readonly TaskState[],
): Promise<ReadonlyMap<string, Procedure>> {
  const hashes = [...new Set(tasks.map(({ bundleHash }) => bundleHash))];
  const found = await Promise.all(hashes.map((hash) => services.catalogue.byHash(hash)));
  return new Map(found.flatMap((one) => (one ? [[one.hash, one] as const] : [])));
}

function rowOf(context: StaffContext, page: Page, task: TaskState): InboxRow | undefined {
  const { staff, locale, t, nowMs } = context;
  const head = page.heads.get(task.caseId ?? '');
  const procedure = page.procedures.get(task.bundleHash);
  if (!head || !procedure) return undefined;
  const [reason, ...more] = reasonTexts(procedure, task, page.variables.get(task.key), context);
  const { assignee, dueAtMs } = task;
  const isMine = assignee === staff.subject;
  const bulk = assignee === undefined || isMine ? bulkAnswer(procedure, task) : undefined;
  return {
    key: task.key,
    title: taskTitle(procedure, task, context),
    href: `/mitarbeit/aufgabe/${task.key}`,
    number: head.number,
    caseHref: `/mitarbeit/vorgang/${head.number}`,
    serviceTitle: serviceTitle(procedure, locale),
    receivedAtMs: head.receivedAtMs,
    dueAtMs,
    isOverdue: dueAtMs !== undefined && dueAtMs < nowMs,
    claimedBy: assignee === undefined ? undefined : (page.names.get(assignee) ?? t('desk.someone')),
    isMine,
    reason,
    moreReasons: more.length === 0 ? undefined : t('desk.moreReasons', { count: more.length }),
    bulk: bulk && {
      value: `${task.key}:${head.version}`,
      kind: `${task.processId}:${task.elementId}`,
      label: procedure.texts.get(locale, bulk.textKey),
    },
  };
}
