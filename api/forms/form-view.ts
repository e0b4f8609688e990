import type { Translate } from '../../core/i18n/translate.ts';
import type {
  CheckboxField,
  ChecklistField,
  ChoiceField,
  DateField,
  FormComponent,
  NumberField,
  RepeatedGroup,
  TextField,
} from '../../core/procedures/form.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { oneValue } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { FieldView } from './field-view.ts';
import { filesView, type FormUploads } from './files-view.ts';
import { fieldId } from './field-view.ts';
import { groupItems } from './group-items.ts';

/** What is needed to draw components: already localised, visible, with their choices known. */
export interface Drawing {
  readonly raw: Fields;
  /** Messages by the path of the field. */
  readonly errors: ReadonlyMap<string, string>;
  readonly t: Translate;
  readonly locale: Locale;
  readonly uploads?: FormUploads | undefined;
  readonly origins?: ReadonlyMap<string, string> | undefined;
  /** Components of a group item may depend on the item's own answers. */
  readonly visibleIn: (group: RepeatedGroup, index: number) => readonly FormComponent[];
}

type Field = Exclude<FormComponent, { type: 'text' }>;

export function fieldViews(
  components: readonly FormComponent[],
  drawing: Drawing,
  prefix = '',
): FieldView[] {
  return components.map((component) =>
    component.type === 'text'
      ? { partial: 'field-prose', text: component.text }
      : fieldView(component, drawing, prefix + component.key),
  );
}

function fieldView(field: Field, drawing: Drawing, name: string): FieldView {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
    case 'number':
      return textView(field, drawing, name);
    case 'date':
      return dateView(field, drawing, name);
    case 'select':
      return selectView(field, drawing, name);
    case 'radio':
    case 'checklist':
      return choicesView(field, drawing, name);
    case 'checkbox':
      return checkView(field, drawing, name);
    case 'filepicker':
      return filesView(field, base(field, drawing, name), drawing);
    case 'group':
      return groupView(field, drawing, name);
  }
}

function base(field: Field, { errors, origins }: Drawing, name: string): Omit<BaseView, 'partial'> {
  const id = fieldId(name);
  const described = 'description' in field ? field.description : undefined;
  const hint = [described, origins?.get(name)].filter(Boolean).join(' ') || undefined;
  const error = errors.get(name);
  const parts = [hint && `${id}-hinweis`, error && `${id}-fehler`].filter(Boolean);
  return {
    id,
    name,
    label: field.label,
    required: field.type === 'group' ? field.minItems > 0 : field.required,
    hint,
    error,
    describedBy: parts.length > 0 ? parts.join(' ') : undefined,
  };
}

type BaseView = Pick<
  Extract<FieldView, { partial: 'field-text' }>,
  'id' | 'name' | 'label' | 'required' | 'hint' | 'error' | 'describedBy' | 'partial'
>;

function textView(field: TextField | NumberField, drawing: Drawing, name: string): FieldView {
  const isEmail = field.type === 'textfield' && field.format === 'email';
  return {
    partial: 'field-text',
    ...base(field, drawing, name),
    multiline: field.type === 'textarea',
    value: oneValue(drawing.raw, name) ?? '',
    inputType: isEmail ? 'email' : 'text',
    inputMode: inputMode(field),
    autocomplete: isEmail ? 'email' : undefined,
    width: width(field),
  };
}

function inputMode(field: TextField | NumberField): string | undefined {
  if (field.type === 'number') return field.decimalDigits > 0 ? 'decimal' : 'numeric';
  return field.format === 'library-card' ? 'numeric' : undefined;
}

/** A box as long as what belongs in it helps to see what is asked. */
function width(field: TextField | NumberField): number | undefined {
  if (field.type === 'number') return 10;
  if (field.maxLength <= 5) return 5;
  if (field.maxLength <= 10) return 10;
  return field.maxLength <= 30 ? 20 : undefined;
}

function dateView(field: DateField, drawing: Drawing, name: string): FieldView {
  const view = base(field, drawing, name);
  const box = (part: 'day' | 'month' | 'year', length: number): DateBox => ({
    // The first box carries the id that an error links to.
    id: part === 'day' ? view.id : `${view.id}-${part}`,
    name: `${name}.${part}`,
    label: drawing.t(`form.${part}`),
    value: oneValue(drawing.raw, `${name}.${part}`) ?? '',
    width: length,
    length,
    invalid: view.error !== undefined,
  });
  return {
    partial: 'field-date',
    ...view,
    boxes: [box('day', 2), box('month', 2), box('year', 4)],
  };
}

type DateBox = Extract<FieldView, { partial: 'field-date' }>['boxes'][number];

function selectView(field: ChoiceField, drawing: Drawing, name: string): FieldView {
  const chosen = allValues(drawing.raw, name);
  return {
    partial: 'field-select',
    ...base(field, drawing, name),
    choices: field.choices.map(({ value, label }) => ({
      value,
      label,
      chosen: chosen.includes(value),
    })),
  };
}

function choicesView(
  field: ChoiceField | ChecklistField,
  drawing: Drawing,
  name: string,
): FieldView {
  const view = base(field, drawing, name);
  const chosen = allValues(drawing.raw, name);
  return {
    partial: 'field-choices',
    ...view,
    choices: field.choices.map(({ value, label }, index) => ({
      id: index === 0 ? view.id : `${view.id}-${index + 1}`,
      name,
      control: field.type === 'radio' ? ('radio' as const) : ('checkbox' as const),
      value,
      label,
      chosen: chosen.includes(value),
      invalid: view.error !== undefined,
    })),
  };
}

function checkView(field: CheckboxField, drawing: Drawing, name: string): FieldView {
  return {
    partial: 'field-checkbox',
    ...base(field, drawing, name),
    checked: oneValue(drawing.raw, name) === 'true',
  };
}

function groupView(group: RepeatedGroup, drawing: Drawing, name: string): FieldView {
  const { t } = drawing;
  const count = groupItems(group, drawing.raw, name);
  const items = Array.from({ length: count }, (_, index) => {
    const words = { label: group.label, number: index + 1 };
    return {
      legend: t('form.itemOf', words),
      fields: fieldViews(drawing.visibleIn(group, index), drawing, `${name}[${index}].`),
      removable: count > group.minItems,
      removeAction: `remove:${name}:${index}`,
      removeLabel: t('form.removeItem', words),
    };
  });
  return {
    partial: 'field-group',
    ...base(group, drawing, name),
    items,
    addable: count < group.maxItems,
    addAction: `add:${name}`,
    addLabel: t('form.addItem', { label: group.label }),
  };
}

function allValues(raw: Fields, name: string): readonly string[] {
  const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
