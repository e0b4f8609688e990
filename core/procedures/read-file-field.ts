import { FILE_KINDS, readAccept, type FileKind } from '../uploads/file-kind.ts';
import { MAX_FILES_PER_FIELD } from '../uploads/upload-limits.ts';
import type { Attributes } from './form-attributes.ts';
import type { FileField } from './form.ts';
import type { FieldHead } from './read-field.ts';

const DEFAULT_MAX_FILES = 5;

/** form-js `filepicker`; how many is ours: `properties.minFiles` and `maxFiles`. */
export function readFileField(at: Attributes, head: FieldHead): FileField {
  at.inside('validate').refuseOthers(['required']);
  const properties = at.inside('properties');
  properties.refuseOthers(['minFiles', 'maxFiles']);
  const most = at.boolean('multiple') ? MAX_FILES_PER_FIELD : 1;
  const maxFiles = count(properties, 'maxFiles', most) ?? Math.min(DEFAULT_MAX_FILES, most);
  const minFiles = count(properties, 'minFiles', maxFiles) ?? (head.required ? 1 : 0);
  return { ...head, type: 'filepicker', kinds: readKinds(at), minFiles, maxFiles };
}

function readKinds(at: Attributes): readonly FileKind[] {
  const accept = at.text('accept');
  if (accept === undefined) return FILE_KINDS;
  const kinds = readAccept(accept);
  if (kinds === undefined) at.invalid('accept', '.pdf, .jpg, .jpeg, .png');
  return kinds ?? FILE_KINDS;
}

function count(properties: Attributes, name: string, most: number): number | undefined {
  const number = properties.number(name);
  if (number === undefined) return undefined;
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  properties.invalid(name, `1 … ${most}`);
  return undefined;
}
