import type { JsonValue } from '../json.ts';
import type { FileKind } from '../uploads/file-kind.ts';

/**
 * A form as form-js JSON holds it, read and checked (`read-form.ts`). Rendered and checked by the
 * server; `visibleWhen`/`hideWhen` are FEEL over all answers so far.
 */
export interface Form {
  /** Name without ending, as in `forms/ausweis`. */
  readonly name: string;
  /** Heading of the page: the form's `properties.title`, else its first heading. */
  readonly title: string;
  /**
   * Key of the checkbox that lets answers be missing: with it, one is enough (form's
   * `properties.partialBy`).
   */
  readonly partialBy?: string;
  readonly components: readonly FormComponent[];
}

export type FormComponent =
  | TextBlock
  | TextField
  | NumberField
  | DateField
  | ChoiceField
  | CheckboxField
  | ChecklistField
  | FileField
  | RepeatedGroup;

interface ComponentBase {
  readonly id: string;
  /** FEEL without `=`; hidden when true. */
  readonly hideWhen?: string;
  readonly line?: number;
}

interface FieldBase extends ComponentBase {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
}

/** Markdown subset: paragraphs, lists, bold, links. */
export interface TextBlock extends ComponentBase {
  readonly type: 'text';
  readonly text: string;
}
export interface TextField extends FieldBase {
  readonly type: 'textfield' | 'textarea';
  readonly minLength?: number;
  readonly maxLength: number;
  readonly pattern?: string;
  readonly patternMessageKey?: string;
  /** Named checks of ours: `email`, `iban`, `library-card`, `plate`, … (form-js `properties.format`). */
  readonly format?: string;
}
export interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
  readonly decimalDigits: number;
}
/** Value: ISO date. */
export interface DateField extends FieldBase {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
}
export interface Choice {
  readonly value: string;
  readonly label: string;
}
export interface ChoiceField extends FieldBase {
  readonly type: 'select' | 'radio';
  readonly choices: readonly Choice[];
  /** FEEL over answers and facts giving `[{value, label}]` (form-js `valuesExpression`). */
  readonly choicesExpression?: string;
}
export interface CheckboxField extends FieldBase {
  readonly type: 'checkbox';
}
/** Value: list of chosen values. */
export interface ChecklistField extends FieldBase {
  readonly type: 'checklist';
  readonly choices: readonly Choice[];
  readonly choicesExpression?: string;
}
/** Value: list of `{ document, fileName, mediaType, sizeBytes }`, named as the case keeps them. */
export interface FileField extends FieldBase {
  readonly type: 'filepicker';
  readonly kinds: readonly FileKind[];
  /** As soon as there is one at all. */
  readonly minFiles: number;
  readonly maxFiles: number;
}
/** form-js `dynamiclist`: value is a list of contexts. */
export interface RepeatedGroup extends ComponentBase {
  readonly type: 'group';
  readonly key: string;
  readonly label: string;
  readonly minItems: number;
  readonly maxItems: number;
  readonly components: readonly FormComponent[];
}

/** What is wrong with one answer; `key` is the path of the field, such as `plates[1].plate`. */
export interface FieldError {
  readonly key: string;
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export type FormAnswers = { readonly [key: string]: JsonValue };
