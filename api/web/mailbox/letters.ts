import type { DocumentInfo } from '../../../core/cases/case-file.ts';
import { deliveriesOf, deliveryDays } from '../../../core/delivery/deliveries.ts';
import type { Delivery } from '../../../core/delivery/deliveries.ts';
import { formatDate, formatFileSize } from '../../../core/i18n/format.ts';
import { announcement } from '../../../core/law/announcement.ts';
import { announcementRule } from '../../../core/procedures/announcement-rule.ts';
import type { CaseContext } from '../../context.ts';

export interface LetterView {
  readonly href: string;
  readonly fileName: string;
  readonly size: string;
  readonly providedAtMs: number;
  /** When it was got for the first time; undefined: not yet, or nobody has to know. */
  readonly retrievedAtMs: number | undefined;
  readonly isUnread: boolean;
  /** What the law says of a decision, where the procedure says how its decisions are announced. */
  readonly announced: string | undefined;
}

/** What the city has put here for the applicant, the newest first. */
export function letterViews(context: CaseContext): LetterView[] {
  const { file, locale } = context;
  const deliveries = Object.values(deliveriesOf(file));
  return file.documents
    .filter(({ forApplicant }) => forApplicant)
    .map((document) => {
      const delivery = deliveries.find(({ documentId }) => documentId === document.id);
      return {
        href: `/vorgang/${file.number}/dokument/${document.id}`,
        fileName: document.fileName,
        size: formatFileSize(document.sizeBytes, locale),
        ...dates(document, delivery),
        announced: delivery && announcedText(context, delivery),
      };
    })
    .toSorted((a, b) => b.providedAtMs - a.providedAtMs);
}

function dates(
  { createdAtMs }: DocumentInfo,
  delivery: Delivery | undefined,
): Pick<LetterView, 'providedAtMs' | 'retrievedAtMs' | 'isUnread'> {
  return {
    providedAtMs: delivery?.providedAtMs ?? createdAtMs,
    retrievedAtMs: delivery?.retrievedAtMs,
    isUnread: delivery !== undefined && delivery.retrievedAtMs === undefined,
  };
}

function announcedText(
  { file, procedure, locale, nowMs, t }: CaseContext,
  delivery: Delivery,
): string | undefined {
  const rule = announcementRule(procedure.config.delivery);
  if (rule.rule === 'none' || !delivery.isDecision) return undefined;
  const reached = announcement(rule, deliveryDays(file, delivery, nowMs));
  if (reached.state === 'failed') return t('mailbox.announcedByPost');
  if (reached.day === undefined) return t('mailbox.announcedWhenRetrieved');
  const day = formatDate(reached.day, locale);
  return reached.state === 'announced'
    ? t('mailbox.announced', { day })
    : t('mailbox.announcedFrom', { day });
}
