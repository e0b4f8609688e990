import { formatDate, formatDateTime, localDay } from '../../../core/i18n/format.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import type { DocumentEvent, IssuedDocument } from '../../../core/issued/issued-document.ts';
import { validityOn } from '../../../core/issued/issued-document.ts';
import type { AnswerRow } from '../../../core/procedures/answer-rows.ts';
import type { StaffCaseContext } from '../../context.ts';
import type { FactGroup } from '../operator/case-facts.ts';
import { issuedText } from '../issued-text.ts';
import { VERDICTS } from '../verify/verdicts.ts';

const EVENTS: Readonly<Record<DocumentEvent['kind'], TextKey>> = {
  issued: 'desk.event.documentIssued',
  replaced: 'desk.event.documentReplaced',
  lapsed: 'desk.event.documentLapsed',
  revoked: 'desk.event.documentRevoked',
  noted: 'desk.event.documentNoted',
};

/** What the register holds of the documents of a case. */
export async function issuedFacts(context: StaffCaseContext): Promise<FactGroup[]> {
  const documents = await context.services.issued.ofCase(context.file.id);
  return Promise.all(
    documents.map(async (document) => ({
      title: context.t('desk.issued', { document: nameOf(context, 'title') ?? document.kind }),
      rows: await documentRows(context, document),
    })),
  );
}

/** What stands on a document, its term, what it is worth today, and its life. */
export async function documentRows(
  context: StaffCaseContext,
  document: IssuedDocument,
): Promise<AnswerRow[]> {
  const { t, locale, nowMs, services } = context;
  const term = t('desk.plateTerm', {
    from: formatDate(document.validFrom, locale),
    until: formatDate(document.validUntil, locale),
  });
  const worth = t(VERDICTS[validityOn(document, localDay(nowMs))].heading);
  const events = await services.issued.events(document.id);
  return [
    ...Object.entries(document.shown).map(([name, value]) => ({
      label: nameOf(context, name) ?? name,
      lines: [value],
    })),
    { label: t('desk.issuedTerm'), lines: [term] },
    { label: t('desk.issuedWorth'), lines: [worth] },
    { label: t('desk.issuedEvents'), lines: events.map((event) => eventLine(context, event)) },
  ];
}

function eventLine(context: StaffCaseContext, { kind, reason, atMs }: DocumentEvent): string {
  const { t, locale } = context;
  const time = formatDateTime(atMs, locale);
  if (kind === 'noted') return `${time}: ${t(EVENTS[kind], { note: noteText(context, reason) })}`;
  const why = reason === undefined ? undefined : reasonText(context, reason);
  return `${time}: ${t(EVENTS[kind])}${why === undefined ? '' : ` (${why})`}`;
}

/** What happened to an issued document and left it valid. */
export function noteText(context: StaffCaseContext, reason = ''): string {
  return reasonText(context, reason) ?? reason;
}

/** As the procedure says it; that one was replaced or revoked says the event itself. */
function reasonText(context: StaffCaseContext, reason: string): string | undefined {
  return nameOf(context, `event.${reason}`);
}

function nameOf({ procedure, locale }: StaffCaseContext, name: string): string | undefined {
  return issuedText(procedure, locale, name);
}
