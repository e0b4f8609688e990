import type { IncidentState, TaskState } from '../../../core/cases/process-state.ts';
import type { FailedCommand, Payment } from '../../../core/cases/repositories.ts';
import { formatDateTime } from '../../../core/i18n/format.ts';
import { isTextKey } from '../../../core/i18n/translate.ts';
import type { Context } from '../../context.ts';
import { taskScope } from '../../forms/task-form.ts';
import { stepName } from '../phrase.ts';
import { serviceTitle } from '../service-texts.ts';
import { decisionsFor } from './decide-payment.ts';

/** The case of a row, and the way to it: none for what belongs to no case. */
interface CaseLink {
  readonly caseNumber: string;
  readonly caseHref: string | undefined;
}

async function caseOf({ services }: Context, caseId: string | undefined): Promise<CaseLink> {
  const file = caseId === undefined ? undefined : await services.cases.find(caseId);
  if (!file) return { caseNumber: '–', caseHref: undefined };
  return { caseNumber: file.number, caseHref: `/betrieb/vorgang/${file.id}` };
}

export async function incidentRow(context: Context, incident: IncidentState): Promise<object> {
  const { key, code, message, createdAtMs, caseId } = incident;
  const { catalogue, cases } = context.services;
  const file = caseId === undefined ? undefined : await cases.find(caseId);
  const procedure = file && (await catalogue.byHash(file.bundleHash));
  return {
    key,
    element: stepName(procedure, incident),
    reason: incidentText(code, context.t),
    technical: `${code}: ${message}`,
    createdAtMs,
    ...(await caseOf(context, caseId)),
  };
}

function incidentText(code: string, t: Context['t']): string {
  const key = `operator.incident.${code}`;
  return t(isTextKey(key) ? key : 'operator.incident.other');
}

export async function commandRow(context: Context, failed: FailedCommand): Promise<object> {
  const { id, command, message, tries, caseId } = failed;
  const type = context.t(`operator.command.${command.type}`);
  return { id, type, message, tries, ...(await caseOf(context, caseId)) };
}

export async function paymentRow(context: Context, payment: Payment): Promise<object> {
  const { id, flag, amountCents, createdAtMs, reference, transactionId, caseId } = payment;
  const decisions = await decisionsFor(context, payment);
  return {
    id,
    ...(await caseOf(context, caseId)),
    amountCents,
    receivedCents: payment.receivedCents,
    decisions: decisions.map((decision) => ({
      decision,
      text: context.t(`operator.decide.${decision}`),
    })),
    reason: flag && context.t(`operator.flag.${flag}`),
    reference: reference ?? transactionId ?? '–',
    createdAtMs,
  };
}

export async function taskRow(context: Context, task: TaskState): Promise<object> {
  const { services, locale, t } = context;
  const file = task.caseId === undefined ? undefined : await services.cases.find(task.caseId);
  const procedure = await services.catalogue.byHash(task.bundleHash);
  const known = file && procedure;
  return {
    href: `/betrieb/aufgabe/${task.key}`,
    title: known ? taskScope(context, task, file, procedure).form.title : task.elementId,
    detail: t('operator.taskDetail', {
      service: procedure ? serviceTitle(procedure, locale) : '–',
      groups: task.candidateGroups.join(', ') || '–',
      time: formatDateTime(task.createdAtMs, locale),
    }),
    ...(await caseOf(context, task.caseId)),
  };
}
