import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { healthRows } from './health-rows.ts';
import type { ListPage } from './list-page.ts';
import {
  cursorIn,
  cursorText,
  idIn,
  listPage,
  ROWS_ASKED_FOR,
  ROWS_PER_PAGE,
} from './list-page.ts';
import { commandRow, incidentRow, paymentRow, taskRow } from './operator-rows.ts';

/** What a click has done, told after the redirect. */
const NOTICES: Readonly<Record<string, readonly ['success' | 'info', TextKey]>> = {
  erledigt: ['success', 'operator.completed'],
  'schon-erledigt': ['info', 'operator.alreadyCompleted'],
  wiederholt: ['success', 'operator.retried'],
  accept: ['success', 'operator.decided.accept'],
  refund: ['success', 'operator.decided.refund'],
  dismiss: ['success', 'operator.decided.dismiss'],
  offen: ['info', 'operator.notDecided'],
};

/** Health, incidents and the city's own tasks at a glance. */
export async function showOperator(context: Context): Promise<Answer> {
  const { services, t, nowMs } = context;
  const limit = ROWS_ASKED_FOR;
  const [report, incidents, failed, flagged, tasks] = await Promise.all([
    services.health.report(),
    services.readModel.openIncidents({ ...cursorIn(context, 'stoerungen'), limit }),
    services.commands.failed({ ...idIn(context, 'auftraege'), limit }),
    services.payments.flagged(limit),
    services.tasks.openStaffTasks({ ...cursorIn(context, 'aufgaben'), limit }),
  ]);
  const view = {
    nowMs,
    rowsPerPage: ROWS_PER_PAGE,
    notice: noticeOf(context),
    parts: healthRows(context, report),
    incidents: await drawn(
      context,
      listPage(context, 'stoerungen', incidents, cursorText),
      incidentRow,
    ),
    failedCommands: await drawn(
      context,
      listPage(context, 'auftraege', failed, ({ id }) => id),
      commandRow,
    ),
    flaggedPayments: await drawn(context, newestOf(flagged), paymentRow),
    isFlaggedCut: flagged.length > ROWS_PER_PAGE,
    tasks: await drawn(context, listPage(context, 'aufgaben', tasks, cursorText), taskRow),
  };
  return page('operator', t('operator.title'), view, { section: 'operator' });
}

async function drawn<Row>(
  context: Context,
  list: ListPage<Row>,
  draw: (context: Context, row: Row) => Promise<object>,
): Promise<ListPage<object>> {
  return { ...list, rows: await Promise.all(list.rows.map((row) => draw(context, row))) };
}

/** These have no further pages: each one that is decided makes room. */
function newestOf<Row>(found: readonly Row[]): ListPage<Row> {
  return { rows: found.slice(0, ROWS_PER_PAGE), moreHref: undefined, firstHref: undefined };
}

function noticeOf({ query, t }: Context): { tone: string; text: string } | undefined {
  const notice = NOTICES[oneValue(query, 'hinweis') ?? ''];
  return notice && { tone: notice[0], text: t(notice[1]) };
}
