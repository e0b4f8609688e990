import type { Answer } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';

/** What was uploaded, for whoever holds the draft. */
export async function showUpload({ draft, services, params }: DraftContext): Promise<Answer> {
  const document = draft.documents.find(({ id }) => id === params['id']);
  if (!document) throw new HttpError('not-found', 'no such upload');
  const content = await services.drafts.documentContent(draft.id, document.id);
  if (!content) throw new HttpError('not-found', 'the upload has no content');
  const { fileName, mediaType } = document;
  return { type: 'download', content, fileName, mediaType, shown: true };
}
