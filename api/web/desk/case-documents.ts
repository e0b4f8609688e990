import { deliveriesOf } from '../../../core/delivery/deliveries.ts';
import { formatDate, formatDateTime, formatFileSize } from '../../../core/i18n/format.ts';
import type { Answer } from '../../answer.ts';
import type { StaffCaseContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';
import { isPdf, isPicture } from '../../shown-types.ts';

export interface DocumentView {
  readonly href: string;
  readonly fileName: string;
  readonly detail: string;
  /** Shown in the page. */
  readonly isImage: boolean;
  readonly isPdf: boolean;
  /** When it was provided, told of and fetched; empty for what was never sent. */
  readonly dates: readonly string[];
}

/** All documents of the case, the applicant's and ours, with the dates that count in law. */
export function documentViews({ file, t, locale }: StaffCaseContext): DocumentView[] {
  const deliveries = deliveriesOf(file);
  return file.documents.map(({ id, name, fileName, mediaType, sizeBytes, createdAtMs }) => {
    const delivery = Object.hasOwn(deliveries, name) ? deliveries[name] : undefined;
    const at = (ms: number): { time: string } => ({ time: formatDateTime(ms, locale) });
    const { providedAtMs, noticeSentAtMs, retrievedAtMs } = delivery ?? {};
    return {
      href: `/mitarbeit/vorgang/${file.number}/dokument/${id}`,
      fileName,
      detail: `${formatFileSize(sizeBytes, locale)}, ${formatDate(createdAtMs, locale)}`,
      isImage: isPicture(mediaType),
      isPdf: isPdf(mediaType),
      dates: [
        ...(providedAtMs === undefined ? [] : [t('desk.provided', at(providedAtMs))]),
        ...(noticeSentAtMs === undefined ? [] : [t('desk.noticeSent', at(noticeSentAtMs))]),
        ...(retrievedAtMs === undefined ? [] : [t('desk.retrieved', at(retrievedAtMs))]),
      ],
    };
  });
}

/** Staff reads without a trace in the dates of delivery: only the applicant's retrieval counts. */
export async function downloadDeskDocument(context: StaffCaseContext): Promise<Answer> {
  const { file, services, params } = context;
  const document = file.documents.find(({ id }) => id === params['id']);
  const content = document && (await services.cases.documentContent(file.id, document.id));
  if (!document || !content) throw new HttpError('not-found', 'no such document');
  const { fileName, mediaType } = document;
  return { type: 'download', content, fileName, mediaType, shown: true };
}
