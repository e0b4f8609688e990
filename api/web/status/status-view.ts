import { createHash } from 'node:crypto';
import type { DocumentInfo } from '../../../core/cases/case-file.ts';
import type { ProcessState } from '../../../core/cases/process-state.ts';
import type { Payment } from '../../../core/cases/repositories.ts';
import { formatDate } from '../../../core/i18n/format.ts';
import { actionTextKey } from '../../../core/procedures/action-texts.ts';
import { offeredActions, takenActions } from '../../../core/procedures/case-actions.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import { followUpTextKey } from '../../../core/procedures/follow-ups.ts';
import { taskProperty } from '../../../core/procedures/task-properties.ts';
import type { CaseContext } from '../../context.ts';
import type { LateTask } from '../../services/late-answers.ts';
import { actionHref } from '../action/action-page.ts';
import { payableAttempt } from '../payment/payment-words.ts';
import type { PositionRow } from '../payment/position-rows.ts';
import { positionRows } from '../payment/position-rows.ts';
import { followUpPath } from '../service/earlier-case.ts';
import type { BegunFollowUps } from './begun-follow-ups.ts';
import { begunViews, withoutBegun } from './begun-follow-ups.ts';
import { moneyText, paymentRows } from './payment-views.ts';
import { shownStatus, turnText } from './shown-status.ts';

/** While something is running the page looks again; a script does it, and only it. */
const REFRESH_RUNNING_MS = 3_000;
const REFRESH_WAITING_MS = 30_000;

/** Everything the page shows besides its frame. */
export function statusView(
  context: CaseContext,
  process: ProcessState | undefined,
  payments: readonly Payment[],
  { late, begun = new Map() }: StatusExtras = {},
): StatusView {
  const { t, file } = context;
  const all = shownStatus(context, process, payments);
  const status = withoutBegun(context, all, begun);
  const demands = [...demandViews(context, status, payments), ...lateDemand(context, late)];
  const view = {
    headline: status.headline,
    explanation: status.explanation,
    moneyText: moneyText(context, status, payments),
    demands,
    notices: actionNotices(context, process),
    followUps: followUpViews(context, status),
    begun: begunViews(context, all.followUps, begun),
    actions: actionViews(context, process),
    phases: status.phases.map(({ label, state }) => ({
      label,
      state,
      stateText: t(`status.phase.${state}`),
    })),
    turnText: turnText(status, t),
    next: status.next,
    dueAtMs: status.dueAtMs,
    documents: file.documents.filter((one) => one.forApplicant).map(documentView(context)),
    payments: paymentRows(context, payments),
    history: history(context, status),
  };
  return {
    ...view,
    refreshMs: refreshMs(status),
    stateMark: createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 16),
  };
}

/** What is known beside the process and the payments. */
export interface StatusExtras {
  readonly late?: LateTask | undefined;
  readonly begun?: BegunFollowUps;
}

export type StatusView = Record<string, unknown> & {
  readonly headline: string;
  readonly demands: readonly DemandView[];
  readonly followUps: readonly FollowUpView[];
};

export interface FollowUpView {
  readonly text: string;
  readonly href: string;
}

function refreshMs({ state, turn, demands }: CaseStatus): number {
  if (state === 'ended') return 0;
  return demands.length > 0 || turn === 'citizen' ? REFRESH_WAITING_MS : REFRESH_RUNNING_MS;
}

export interface DemandView {
  /** Absent: a payment. */
  readonly taskKey?: string | undefined;
  readonly text: string;
  readonly dueAtMs: number | undefined;
  readonly href: string | undefined;
  readonly action: string;
  readonly amountCents: number | undefined;
  /** What the amount is made of. */
  readonly positions: readonly PositionRow[];
}

function demandViews(
  context: CaseContext,
  status: CaseStatus,
  payments: readonly Payment[],
): DemandView[] {
  const { file, t } = context;
  return status.demands.map(({ text, taskKey, dueAtMs }) => ({
    taskKey,
    text,
    dueAtMs,
    ...(taskKey === undefined
      ? paymentDemand(context, payments)
      : {
          href: `/vorgang/${file.number}/aufgabe/${taskKey}`,
          action: t('status.doTask'),
          amountCents: undefined,
          positions: [],
        }),
  }));
}

/** The deadline is over, and the answer may still come. */
function lateDemand({ file, procedure, locale, t }: CaseContext, late?: LateTask): DemandView[] {
  if (!late) return [];
  const stem = taskProperty(procedure, late.task, 'status') ?? '';
  const key = [`${stem}.demand`, stem].find((one) => procedure.texts.has(one));
  const demand = key === undefined ? t('status.doTask') : procedure.texts.get(locale, key);
  return [
    {
      taskKey: late.task.key,
      text: t('status.lateDemand', { demand }),
      dueAtMs: undefined,
      href: `/vorgang/${file.number}/aufgabe/${late.task.key}`,
      action: t('status.doTask'),
      amountCents: undefined,
      positions: [],
    },
  ];
}

function actionViews(
  { procedure, file, locale }: CaseContext,
  process: ProcessState | undefined,
): { text: string; href: string }[] {
  return offeredActions(procedure, process, file, 'applicant').map(({ action: { key } }) => ({
    text: procedure.texts.get(locale, actionTextKey(key, 'label')),
    href: actionHref(file.number, key),
  }));
}

/** New applications that begin with what this case knows. */
function followUpViews(
  { procedure, file, locale }: CaseContext,
  { followUps }: CaseStatus,
): FollowUpView[] {
  return followUps.map((name) => ({
    text: procedure.texts.get(locale, followUpTextKey(name, 'label')),
    href: followUpPath(procedure, file.number, name),
  }));
}

/** An action that the engine has not taken yet, or that came when the case had moved on. */
function actionNotices(
  { procedure, file, locale, t }: CaseContext,
  process: ProcessState | undefined,
): string[] {
  return takenActions(procedure, process, file).flatMap(({ key, outcome }) => {
    const action = procedure.texts.get(locale, actionTextKey(key, 'label'));
    if (outcome === 'done') return [];
    return [
      t(outcome === 'too-late' ? 'status.actionTooLate' : 'status.actionUnderWay', { action }),
    ];
  });
}

function paymentDemand(
  { file, procedure, locale, t }: CaseContext,
  payments: readonly Payment[],
): Pick<DemandView, 'href' | 'action' | 'amountCents' | 'positions'> {
  const payable = payableAttempt(payments);
  return {
    href: payable && `/vorgang/${file.number}/zahlung`,
    action: t('status.doPay'),
    amountCents: payable?.amountCents,
    positions: payable ? positionRows(payable, procedure, locale) : [],
  };
}

function documentView({ file, locale, t }: CaseContext): (document: DocumentInfo) => object {
  return (document) => ({
    href: `/vorgang/${file.number}/dokument/${document.id}`,
    fileName: document.fileName,
    detail: t('status.documentDetail', {
      type: document.mediaType === 'application/pdf' ? 'PDF' : document.mediaType,
      size: `${Math.max(1, Math.round(document.sizeBytes / 1024))} kB`,
      date: formatDate(document.createdAtMs, locale),
    }),
  });
}

/** Newest first. */
function history({ file, t }: CaseContext, status: CaseStatus): { text: string; atMs: number }[] {
  const received = { text: t('receipt.heading'), atMs: file.receivedAtMs };
  return [received, ...status.history].toSorted((a, b) => b.atMs - a.atMs);
}
