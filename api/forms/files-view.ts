import { formatFileSize } from '../../core/i18n/format.ts';
import type { Translate } from '../../core/i18n/translate.ts';
import type { DraftDocument } from '../../core/cases/case-file.ts';
import type { Uploads } from '../../core/procedures/check-uploads.ts';
import type { FileField } from '../../core/procedures/form.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { acceptOf, KIND_PROFILES } from '../../core/uploads/file-kind.ts';
import { BYTES_PER_MEGABYTE } from '../../core/uploads/check-upload.ts';
import { MAX_FILE_BYTES } from '../../core/uploads/upload-limits.ts';
import { isPicture, isShown } from '../shown-types.ts';
import type { FieldBase, FilesView } from './field-view.ts';

/** What a draft holds, and where each of it is shown. */
export interface FormUploads {
  readonly files: Uploads;
  readonly href: (documentId: string) => string;
}

/** Names of a field's file inputs: `key` adds, `key.replace.<id>` replaces. */
export function replaceName(key: string, documentId: string): string {
  return `${key}.replace.${documentId}`;
}

export function filesView(
  field: FileField,
  base: FieldBase,
  { t, locale, uploads }: { t: Translate; locale: Locale; uploads?: FormUploads | undefined },
): FilesView {
  const stored = uploads?.files.get(field.key) ?? [];
  const isSingle = field.maxFiles === 1;
  const multiple = field.maxFiles - stored.length > 1;
  return {
    partial: 'field-files',
    ...base,
    describedBy: [base.describedBy, `${base.id}-regeln`].filter(Boolean).join(' '),
    rules: rulesOf(field, t),
    accept: acceptOf(field.kinds),
    multiple,
    // With room for one, choosing another replaces it: no button of its own for that.
    open: isSingle || stored.length < field.maxFiles,
    inputLabel: t(inputLabel(multiple, isSingle && stored.length > 0)),
    uploadAction: `upload:${field.key}`,
    files: stored.map((file, index) => ({
      ...fileRow(file, t, locale),
      href: uploads?.href(file.id) ?? '',
      isImage: isPicture(file.mediaType),
      isShown: isShown(file.mediaType),
      removeAction: `remove-file:${file.id}`,
      replace: isSingle
        ? undefined
        : {
            id: `${base.id}-ersatz-${index + 1}`,
            name: replaceName(field.key, file.id),
            label: t('form.fileReplaceWith', { file: file.fileName }),
          },
    })),
  };
}

function inputLabel(multiple: boolean, isReplacing: boolean) {
  if (isReplacing) return 'form.fileChooseOther';
  return multiple ? 'form.fileChooseSeveral' : 'form.fileChoose';
}

function rulesOf({ kinds, maxFiles }: FileField, t: Translate): string {
  const names = kinds.map((kind) => KIND_PROFILES[kind].name).join(', ');
  const maxMegabytes = MAX_FILE_BYTES / BYTES_PER_MEGABYTE;
  const rules = t('form.fileRules', { kinds: names, maxMegabytes });
  return maxFiles > 1 ? `${rules} ${t('form.fileRulesCount', { max: maxFiles })}` : rules;
}

function fileRow({ fileName, sizeBytes }: DraftDocument, t: Translate, locale: Locale) {
  return {
    fileName,
    size: formatFileSize(sizeBytes, locale),
    removeLabel: t('form.fileRemove', { file: fileName }),
  };
}
