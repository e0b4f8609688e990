import type { DraftDocument } from '../cases/case-file.ts';
import type { JsonObject } from '../json.ts';
import type { FieldResult } from './check-field.ts';
import type { FileField } from './form.ts';

/** What was uploaded, by the key of its field, in the order in which it is shown. */
export type Uploads = ReadonlyMap<string, readonly DraftDocument[]>;

export function uploadsByField(documents: readonly DraftDocument[]): Uploads {
  const byField = new Map<string, DraftDocument[]>();
  for (const document of documents) {
    byField.set(document.component, [...(byField.get(document.component) ?? []), document]);
  }
  return byField;
}

/** The name under which the case keeps it: stable, without anything that somebody typed. */
export function uploadName(component: string, number: number): string {
  return `upload-${component}-${number}`;
}

/** The answer of a file field is what the house holds; nothing that a browser says counts. */
export function checkUploads(field: FileField, files: readonly DraftDocument[]): FieldResult {
  if (files.length === 0 && field.required) return { code: 'required' };
  if (files.length > field.maxFiles) {
    return { code: 'too-many-files', values: { max: field.maxFiles } };
  }
  if (files.length > 0 && files.length < field.minFiles) {
    return { code: 'too-few-files', values: { min: field.minFiles } };
  }
  return { value: uploadAnswer(field.key, files) };
}

export function uploadAnswer(key: string, files: readonly DraftDocument[]): JsonObject[] {
  return files.map(({ fileName, mediaType, sizeBytes }, index) => ({
    document: uploadName(key, index + 1),
    fileName,
    mediaType,
    sizeBytes,
  }));
}
