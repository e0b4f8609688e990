import { isObject } from '../json.ts';
import type { Form } from './form.ts';
import { readComponents } from './read-component.ts';
import type { ProblemList } from './problem-list.ts';
import { readJsonFile } from './read-json-file.ts';
import { makeAttributes } from './form-attributes.ts';

const ROOT_ATTRIBUTES = [
  'type',
  'id',
  'schemaVersion',
  'components',
  'properties',
  'executionPlatform',
  'executionPlatformVersion',
  'exporter',
  '$schema',
];

/**
 * A form-js form as data: our subset of it. What is not in the subset is refused, because a form
 * that looks different on the page than in the editor is worse than one that is not there.
 */
export function readForm(file: string, text: string, problems: ProblemList): Form | undefined {
  const json = readJsonFile(file, text, problems);
  if (!json) return undefined;
  const { value } = json;
  if (!isObject(value) || !Array.isArray(value['components'])) {
    problems.add(file, 'form-invalid', { line: 1 }, { detail: 'components' });
    return undefined;
  }
  const root = makeAttributes({ file, json, problems }, [], value);
  root.refuseOthers(ROOT_ATTRIBUTES);
  const properties = root.inside('properties');
  const title = properties.text('title');
  if (title === undefined)
    problems.add(file, 'form-title-missing', { line: root.line('properties') });
  if (value['components'].length === 0) problems.add(file, 'form-empty', { line: 1 });
  const components = readComponents(root, value['components']);
  const partialBy = properties.text('partialBy');
  if (partialBy !== undefined && !isOptionalCheckbox(components, partialBy)) {
    properties.invalid('partialBy', 'checkbox');
  }
  return {
    name: formName(file),
    title: title ?? '',
    ...(partialBy === undefined ? {} : { partialBy }),
    components,
  };
}

function isOptionalCheckbox(components: Form['components'], key: string): boolean {
  return components.some((one) => one.type === 'checkbox' && one.key === key && !one.required);
}

/** `forms/nummer.form` → `forms/nummer`. */
export function formName(file: string): string {
  return file.replace(/\.form$/, '');
}
