import type { ProcessState } from '../../../core/cases/process-state.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { HttpError } from '../../http-error.ts';
import { stepName } from '../phrase.ts';
import { paymentRows } from '../status/payment-views.ts';
import { shownStatus, turnText } from '../status/shown-status.ts';
import { serviceTitle } from '../service-texts.ts';
import { incidentRow, taskRow } from './operator-rows.ts';

const CASE_ID = /^[0-9a-f-]{36}$/;

/**
 * Where a case stands, for who keeps the house running: what its process waits for and what the
 * applicant reads. What was answered is shown with the tasks that need it, and only there.
 */
export async function showOperatorCase(context: Context): Promise<Answer> {
  const { params, services, locale, t } = context;
  const id = params['caseId'] ?? '';
  const file = CASE_ID.test(id) ? await services.cases.find(id) : undefined;
  const procedure = file && (await services.catalogue.byHash(file.bundleHash));
  if (!file || !procedure) throw new HttpError('not-found', 'no such case');
  const process = await services.readModel.processState(file.id);
  const { all } = await services.paymentView.ofCase(file.id);
  const caseContext = { ...context, file, procedure };
  const status = shownStatus(caseContext, process, all);
  const view = {
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    receivedAtMs: file.receivedAtMs,
    bundle: `${procedure.key} ${procedure.config.version}`,
    headline: status.headline,
    phase: status.phase.label,
    turnText: status.turn === 'citizen' ? t('operator.turnPerson') : turnText(status, t),
    history: status.history,
    payments: paymentRows(caseContext, all),
    ...(await openWork(context, procedure, process)),
  };
  return page('operator-case', t('status.number', { number: file.number }), view, {
    section: 'operator',
  });
}

async function openWork(
  context: Context,
  procedure: Procedure,
  process: ProcessState | undefined,
): Promise<object> {
  const { openIncidents = [], openTasks = [], elements = [] } = process ?? {};
  const steps = elements
    .filter(({ state, elementType }) => state === 'active' && elementType !== 'process')
    .map((element) => ({
      name: stepName(procedure, element),
      startedAtMs: element.startedAtMs,
    }));
  const staffTasks = openTasks.filter(
    ({ candidateGroups }) => !candidateGroups.includes('applicant'),
  );
  return {
    steps,
    incidents: await Promise.all(openIncidents.map((one) => incidentRow(context, one))),
    tasks: await Promise.all(staffTasks.map((task) => taskRow(context, task))),
    isStarted: process !== undefined,
  };
}
