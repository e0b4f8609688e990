import type { ConnectorCheck, ConnectorProblem } from '../../../connectors/connector.ts';
import type { WaitingWork } from '../../../core/effects/waiting-work.ts';
import { formatDateTime } from '../../../core/i18n/format.ts';
import { isTextKey } from '../../../core/i18n/translate.ts';
import type { Context } from '../../context.ts';
import type { Backlog, HealthReport } from '../../services/health.ts';
import { CHECK_LIMIT_MS } from '../../services/health.ts';

export interface HealthRow {
  readonly name: string;
  readonly tone: 'success' | 'warning' | 'danger';
  readonly state: string;
  readonly detail: string;
  /** In the words of the connector, for who mends it: English, whatever the page speaks. */
  readonly technical: string | undefined;
}

export function healthRows(context: Context, report: HealthReport): HealthRow[] {
  const { t } = context;
  return [
    engineRow(context, report.engine),
    backlogRow(context, report.backlog),
    ...report.waiting.map((work) => waitingRow(context, work)),
    ...report.connectors.map(({ kind, check }) => {
      const name = t(`operator.connector.${kind}`);
      return check === 'no-answer' ? silent(context, name) : { name, ...connectorState(check, t) };
    }),
  ];
}

function engineRow(context: Context, engine: HealthReport['engine']): HealthRow {
  const name = context.t('operator.engine');
  if (engine === 'no-answer') return silent(context, name);
  if (!engine.ok) {
    const detail = context.t('operator.engineAway');
    return { name, ...failing(context), detail, technical: engine.detail };
  }
  const { openJobs: jobs = 0, openIncidents: incidents = 0 } = engine;
  const detail = context.t('operator.engineDetail', { jobs, incidents });
  return { name, ...fine(context), detail, technical: undefined };
}

function backlogRow(context: Context, backlog: Backlog | 'no-answer'): HealthRow {
  const { t, locale } = context;
  const name = t('operator.commands');
  if (backlog === 'no-answer') return silent(context, name);
  const { waiting, failed, oldestAtMs } = backlog;
  const detail =
    oldestAtMs === undefined
      ? t('operator.commandsDetail', { waiting, failed })
      : t('operator.commandsOldest', { waiting, failed, time: formatDateTime(oldestAtMs, locale) });
  const technical = undefined;
  if (failed === 0) return { name, ...fine(context), detail, technical };
  return { name, tone: 'warning', state: t('operator.attention'), detail, technical };
}

/** Nothing to be done here: it goes on by itself when the outside system is mended. */
function waitingRow({ t, locale }: Context, { topic, jobs, sinceMs, reason }: WaitingWork) {
  const time = formatDateTime(sinceMs, locale);
  return {
    name: t('operator.work', { topic }),
    tone: 'warning',
    state: t('operator.waiting'),
    detail: t('operator.waitingDetail', { jobs, time }),
    technical: reason,
  } satisfies HealthRow;
}

function connectorState(check: ConnectorCheck, t: Context['t']): Omit<HealthRow, 'name'> {
  const { problem, detail: technical } = check;
  if (problem === undefined) {
    const reached = t('operator.reached');
    return { tone: 'success', state: t('operator.ok'), detail: reached, technical: undefined };
  }
  const detail = problemText(problem, t);
  if (problem.type === 'not-configured') {
    return { tone: 'warning', state: t('operator.notConfigured'), detail, technical: undefined };
  }
  return { tone: 'danger', state: t('operator.failed'), detail, technical };
}

function problemText({ type, code = '' }: ConnectorProblem, t: Context['t']): string {
  const precise = `operator.problem.${code}`;
  if (type === 'unreachable' && isTextKey(precise)) return t(precise);
  return t(`operator.problem.${type}`, { code });
}

function silent(context: Context, name: string): HealthRow {
  const seconds = CHECK_LIMIT_MS / 1000;
  const detail = context.t('operator.noAnswer', { seconds });
  return { name, ...failing(context), detail, technical: undefined };
}

function fine({ t }: Context): Pick<HealthRow, 'tone' | 'state'> {
  return { tone: 'success', state: t('operator.ok') };
}

function failing({ t }: Context): Pick<HealthRow, 'tone' | 'state'> {
  return { tone: 'danger', state: t('operator.failed') };
}
