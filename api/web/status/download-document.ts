import { noteRetrieval } from '../../../core/delivery/deliveries.ts';
import type { Answer } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';

/** A document of this case that is meant for the applicant; every other id is unknown here. */
export async function downloadDocument(context: CaseContext): Promise<Answer> {
  const { file, services, params, nowMs } = context;
  const document = file.documents.find(
    ({ id, forApplicant }) => forApplicant && id === params['id'],
  );
  if (!document) throw new HttpError('not-found', 'no such document');
  const content = await services.cases.documentContent(file.id, document.id);
  if (!content) throw new HttpError('not-found', 'the document has no content');
  // Noted before it is sent: the law counts from the first time that it could be read.
  await services.cases.change(file.id, 'applicant', (current) =>
    noteRetrieval(current, document.id, nowMs),
  );
  const { fileName, mediaType } = document;
  return { type: 'download', content, fileName, mediaType };
}
