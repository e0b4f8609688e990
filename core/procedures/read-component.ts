import { isObject, type JsonValue } from '../json.ts';
import type { Attributes } from './form-attributes.ts';
import { makeAttributes } from './form-attributes.ts';
import type { FormComponent } from './form.ts';
import { nameSchema } from './procedure-config.ts';
import {
  readCheckbox,
  readChoice,
  readDateField,
  readNumberField,
  readTextField,
} from './read-field.ts';
import type { FieldHead } from './read-field.ts';
import { readFileField } from './read-file-field.ts';

/** What form-js writes for its own editor and what changes nothing that is asked. */
const IGNORED = ['layout', 'appearance', 'showOutline', 'verticalAlignment', 'increment'];
/** Lines and gaps: our pages have their own. */
const DECORATION = new Set(['separator', 'spacer']);

const ONLY_OUTSIDE_GROUPS = new Set(['dynamiclist', 'filepicker']);

type Reader = (attributes: Attributes, head: FieldHead) => FormComponent | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  textfield: readTextField,
  textarea: readTextField,
  number: readNumberField,
  datetime: readDateField,
  select: readChoice,
  radio: readChoice,
  checklist: readChoice,
  checkbox: readCheckbox,
  filepicker: readFileField,
  dynamiclist: readGroup,
};

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  textfield: [],
  textarea: [],
  number: ['decimalDigits', 'serializeToString'],
  datetime: ['subtype', 'dateLabel'],
  select: ['values', 'valuesExpression', 'searchable'],
  radio: ['values', 'valuesExpression'],
  checklist: ['values', 'valuesExpression'],
  checkbox: [],
  filepicker: ['accept', 'multiple'],
  dynamiclist: ['path', 'components', 'isRepeating', 'allowAddRemove', 'defaultRepetitions'],
};

const COMMON = [
  'id',
  'type',
  'key',
  'label',
  'description',
  'conditional',
  'validate',
  'properties',
];

/** Components of a form or of a repeated group; keys are unique among them. */
export function readComponents(
  parent: Attributes,
  list: readonly JsonValue[],
  isInGroup = false,
): FormComponent[] {
  const taken = new Set<string>();
  return list.flatMap((given, index) => {
    const at = makeAttributes(
      parent.source,
      [...parent.path, 'components', index],
      isObject(given) ? given : {},
    );
    const component = readComponent(at, isInGroup);
    if (!component) return [];
    const key = component.type === 'text' ? `text ${component.id}` : component.key;
    if (taken.has(key))
      at.source.problems.add(at.source.file, 'form-key-doubled', { line: at.line('key') }, { key });
    taken.add(key);
    return [component];
  });
}

function readComponent(at: Attributes, isInGroup: boolean): FormComponent | undefined {
  const type = at.text('type') ?? '';
  if (DECORATION.has(type)) return undefined;
  if (type === 'text') return readProse(at);
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!reader || (isInGroup && ONLY_OUTSIDE_GROUPS.has(type))) {
    const { file, problems } = at.source;
    problems.add(file, 'form-component-unknown', { line: at.line() }, { type });
    return undefined;
  }
  at.refuseOthers([...COMMON, ...IGNORED, ...(ATTRIBUTES[type] ?? [])]);
  return reader(at, readHead(at, type));
}

function readProse(at: Attributes): FormComponent {
  at.refuseOthers(['id', 'type', 'text', 'conditional', 'properties', ...IGNORED]);
  const text = at.text('text') ?? '';
  if (/^=|\{\{/.test(text)) at.invalid('text', '=, {{');
  return { type: 'text', text, ...readBase(at) };
}

function readBase(at: Attributes): { id: string; line: number; hideWhen?: string } {
  const conditional = at.inside('conditional');
  conditional.refuseOthers(['hide']);
  const hideWhen = conditional.feel('hide');
  return {
    id: at.text('id') ?? '',
    line: at.line(),
    ...(hideWhen === undefined ? {} : { hideWhen }),
  };
}

function readHead(at: Attributes, type: string): FieldHead {
  const keyName = type === 'dynamiclist' ? 'path' : 'key';
  const key = at.text(keyName) ?? '';
  if (!nameSchema.safeParse(key).success) {
    const { file, problems } = at.source;
    problems.add(file, 'form-key-invalid', { line: at.line(keyName) }, { key });
  }
  const labelName = type === 'datetime' ? 'dateLabel' : 'label';
  const label = at.text(labelName);
  if (label === undefined) {
    const { file, problems } = at.source;
    problems.add(file, 'form-attribute-missing', { line: at.line() }, { name: labelName, type });
  }
  const description = at.text('description');
  return {
    ...readBase(at),
    key,
    label: label ?? key,
    ...(description === undefined ? {} : { description }),
    required: at.inside('validate').boolean('required'),
  };
}

const MAX_ITEMS = 100;
const DEFAULT_MAX_ITEMS = 20;

function readGroup(at: Attributes, head: FieldHead): FormComponent {
  const properties = at.inside('properties');
  properties.refuseOthers(['minItems', 'maxItems']);
  at.inside('validate').refuseOthers([]);
  const list = at.object['components'];
  if (!Array.isArray(list) || list.length === 0) at.invalid('components', '[ ]');
  const { required: _required, description: _description, ...rest } = head;
  const maxItems = Math.min(properties.number('maxItems') ?? DEFAULT_MAX_ITEMS, MAX_ITEMS);
  return {
    ...rest,
    type: 'group',
    minItems: Math.max(0, properties.number('minItems') ?? 0),
    maxItems,
    components: readComponents(at, Array.isArray(list) ? list : [], true),
  };
}
