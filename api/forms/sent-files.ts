import type { Draft, DraftDocument } from '../../core/cases/case-file.ts';
import type { JsonObject } from '../../core/json.ts';
import { uploadName, uploadsByField } from '../../core/procedures/check-uploads.ts';
import type { FieldError, FileField, Form } from '../../core/procedures/form.ts';
import type { Context } from '../context.ts';
import { oneValue } from '../fields.ts';
import { HttpError } from '../http-error.ts';
import type { SentFile } from '../middleware/read-multipart.ts';

/** What a file is kept with until it belongs to a case: an application, or an open task. */
export interface FilesChange {
  readonly draft: Draft;
  readonly errors: readonly FieldError[];
}

/**
 * What a sent form does with files: keeps those that came along, whichever button was pressed,
 * and removes the one whose button it was. Absent: nothing of the kind.
 */
export async function changeFiles(
  context: Pick<Context, 'body' | 'files' | 'services'>,
  form: Form,
  openDraft: () => Promise<Draft>,
): Promise<FilesChange | undefined> {
  const action = oneValue(context.body, 'action') ?? '';
  const [, removed] = /^remove-file:(.+)$/.exec(action) ?? [];
  const [, uploaded] = /^upload:(.+)$/.exec(action) ?? [];
  const { files } = context;
  if (files.length > 0) return keepFiles(context, form, await openDraft(), files);
  if (removed !== undefined) return removeFile(context, await openDraft(), removed);
  if (uploaded === undefined) return undefined;
  return { draft: await openDraft(), errors: [{ key: uploaded, code: 'upload-none' }] };
}

async function keepFiles(
  { services }: Pick<Context, 'services'>,
  form: Form,
  before: Draft,
  files: readonly SentFile[],
): Promise<FilesChange> {
  const errors: FieldError[] = [];
  let draft = before;
  for (const { field: name, ...file } of files) {
    const [key = '', replaces] = name.split('.replace.');
    const kept = await services.uploads.keep(draft.id, fieldOf(form, key), { ...file, replaces });
    if ('code' in kept) errors.push({ key, ...kept });
    else draft = kept;
  }
  return { draft, errors };
}

async function removeFile(
  { services }: Pick<Context, 'services'>,
  { id }: Draft,
  documentId: string,
): Promise<FilesChange> {
  const draft = await services.drafts.removeDocument(id, documentId);
  if (!draft) throw new HttpError('not-found', 'the draft is gone or submitted');
  return { draft, errors: [] };
}

function fieldOf(form: Form, key: string): FileField {
  const field = form.components.find((one) => 'key' in one && one.key === key);
  if (field?.type !== 'filepicker') throw new HttpError('bad-request', 'no such file field');
  return field;
}

/** Of the draft's documents those that the answers name, so that the case gets these and no other. */
export function answeredUploads(
  documents: readonly DraftDocument[],
  answers: JsonObject,
): { draftDocumentId: string; name: string }[] {
  return [...uploadsByField(documents)]
    .filter(([key]) => Object.hasOwn(answers, key) && Array.isArray(answers[key]))
    .flatMap(([key, files]) =>
      files.map(({ id }, index) => ({ draftDocumentId: id, name: uploadName(key, index + 1) })),
    );
}
