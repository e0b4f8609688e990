import type { ProcessState } from '../../../core/cases/process-state.ts';
import { taskTitle, actorNames } from './desk-words.ts';
import type { AuditEvent } from '../../../core/cases/audit-event.ts';
import type { StoredAuditEntry } from '../../../core/cases/repositories.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import { actionTextKey } from '../../../core/procedures/action-texts.ts';
import { answeredForm } from '../../../core/procedures/answered-forms.ts';
import { answeredTasks } from '../../../core/procedures/answered-tasks.ts';
import type { Form } from '../../../core/procedures/form.ts';
import { localiseForm } from '../../../core/procedures/localise-form.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { StaffCaseContext } from '../../context.ts';
import { pageWords, sentenceWith } from '../phrase.ts';
import { noteText } from './issued-facts.ts';
import { ownSteps } from './own-steps.ts';

const WORDS: Readonly<Record<AuditEvent, TextKey>> = {
  submitted: 'desk.event.submitted',
  'task-completed': 'desk.event.taskCompleted',
  'task-completed-for': 'desk.event.taskCompletedFor',
  'task-answered-late': 'desk.event.taskAnsweredLate',
  'task-overtaken': 'desk.event.taskOvertaken',
  'task-claimed': 'desk.event.taskClaimed',
  'task-unclaimed': 'desk.event.taskUnclaimed',
  'action-taken': 'desk.event.actionTaken',
  'letter-created': 'desk.event.letterCreated',
  'document-provided': 'desk.event.documentProvided',
  'document-notice-sent': 'desk.event.noticeSent',
  'document-retrieved': 'desk.event.documentRetrieved',
  'document-issued': 'desk.event.documentIssued',
  'document-replaced': 'desk.event.documentReplaced',
  'document-lapsed': 'desk.event.documentLapsed',
  'document-revoked': 'desk.event.documentRevoked',
  'document-noted': 'desk.event.documentNoted',
  'identity-checked': 'desk.event.identityChecked',
  'register-matched': 'desk.event.registerMatched',
  'vehicle-asked': 'desk.event.vehicleAsked',
  'library-account-read': 'desk.event.libraryAccountRead',
  'library-choice-refused': 'desk.event.libraryChoiceRefused',
  'library-items-chosen': 'desk.event.libraryItemsChosen',
  'payment-requested': 'desk.event.paymentRequested',
  'payment-completed': 'desk.event.paymentCompleted',
  'payment-failed': 'desk.event.paymentFailed',
  'payment-expired': 'desk.event.paymentExpired',
  'payment-late': 'desk.event.paymentLate',
  'payment-duplicate': 'desk.event.paymentDuplicate',
  'payment-amount-mismatch': 'desk.event.paymentMismatch',
  'payment-foreign-transaction': 'desk.event.paymentForeign',
  'payment-flag-decided': 'desk.event.paymentDecided',
  'payment-refunded': 'desk.event.paymentRefunded',
  'payment-refund-told': 'desk.event.paymentRefundTold',
  'dms-filed': 'desk.event.dmsFiled',
  'dms-closed': 'desk.event.dmsClosed',
  'transfer-prepared': 'desk.event.transferPrepared',
  'transfer-delivered': 'desk.event.transferDelivered',
  'transfer-accepted': 'desk.event.transferAccepted',
  'transfer-refused': 'desk.event.transferRefused',
};

export interface HistoryRow {
  readonly atMs: number;
  readonly who: string;
  readonly what: readonly Phrase[];
}

/**
 * Who did what and when, the newest first: as the audit trail has it, and what the process did by
 * itself.
 */
export async function caseHistory(
  context: StaffCaseContext,
  process: ProcessState | undefined,
): Promise<HistoryRow[]> {
  const { services, file } = context;
  const entries = await services.cases.auditTrail(file.id);
  const nameOf = await actorNames(
    context,
    entries.map(({ actor }) => actor),
  );
  const rows = entries.map((entry) => ({
    atMs: entry.atMs,
    who: nameOf(entry.actor),
    what: inWords(context, entry),
  }));
  const own = ownSteps(context, process).map((step) => ({ ...step, who: nameOf('system') }));
  return [...rows, ...own].toSorted((a, b) => a.atMs - b.atMs).toReversed();
}

function inWords(
  context: StaffCaseContext,
  { event, detail = {} }: StoredAuditEntry,
): readonly Phrase[] {
  const { t, procedure, locale } = context;
  // An old chain may know an event that nobody writes any more.
  const key = Object.hasOwn(WORDS, event) ? WORDS[event as AuditEvent] : undefined;
  if (key === undefined) return [pageWords(t('desk.event.other', { event }))];
  const { action, documentName, reason } = detail;
  const actionKey = actionTextKey(String(action), 'label');
  return sentenceWith(taskOf(context, detail), (task) =>
    t(key, {
      task,
      action: procedure.texts.has(actionKey)
        ? procedure.texts.get(locale, actionKey)
        : String(action),
      document: fileNameOf(context, documentName),
      note: typeof reason === 'string' ? noteText(context, reason) : '',
    }),
  );
}

/** As the document is called in the case; a later version may have taken the name over. */
function fileNameOf({ file }: StaffCaseContext, documentName: unknown): string {
  const named = file.documents.findLast(({ name }) => name === documentName);
  return named?.fileName ?? (typeof documentName === 'string' ? documentName : '');
}

/** What it was, and what was decided in it. */
function taskOf(context: StaffCaseContext, { taskKey, element }: JsonObject): Phrase {
  const { procedure, file } = context;
  const done = answeredTasks(procedure, file.facts).find(({ key }) => key === taskKey);
  if (!done?.form) return elementName(context, element);
  const title = localiseForm(done.form, procedure.texts, context.locale).title;
  const decision = done.isApplicants ? '' : decisionOf(context, done.form, done.answers);
  return pageWords(decision === '' ? title : `${title} – ${decision}`);
}

/** What was chosen in a clerk's form; what was written stands beside the case. */
function decisionOf(context: StaffCaseContext, form: Form, answers: JsonObject): string {
  const { procedure, file } = context;
  const choices = form.components.filter(({ type }) => type === 'radio' || type === 'select');
  const chosen = { form: { ...form, components: choices }, answers };
  const { rows } = answeredForm(procedure, file, chosen, context);
  return rows.flatMap(({ lines }) => lines).join(', ');
}

/** The detail names the element alone; the same id in two blocks is rare, and then the first counts. */
function elementName(context: StaffCaseContext, element: unknown): Phrase {
  const { procedure } = context;
  for (const { processId, nodes } of procedure.processes.values()) {
    const node = nodes.get(String(element));
    if (!node) continue;
    const form = node.userTask?.formReference;
    const formReference = form?.kind === 'text' ? { formReference: form.text } : {};
    return taskTitle(procedure, { processId, elementId: node.id, ...formReference }, context);
  }
  return pageWords(String(element));
}
