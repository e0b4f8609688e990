/** What the partials of `templates/web/partials/field-*.hbs` read; every name is always there. */
export type FieldView =
  ProseView | TextView | DateView | SelectView | ChoicesView | CheckView | FilesView | GroupView;

export interface FieldBase {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  /** Ids of hint and error. */
  readonly describedBy: string | undefined;
}

export interface ProseView {
  readonly partial: 'field-prose';
  readonly text: string;
}
export interface TextView extends FieldBase {
  readonly partial: 'field-text';
  readonly multiline: boolean;
  readonly value: string;
  readonly inputType: 'text' | 'email';
  readonly inputMode: string | undefined;
  readonly autocomplete: string | undefined;
  /** Characters that fit: 5, 10, 20 or 30. */
  readonly width: number | undefined;
}
export interface DateView extends FieldBase {
  readonly partial: 'field-date';
  readonly boxes: readonly {
    readonly id: string;
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly width: number;
    readonly length: number;
    readonly invalid: boolean;
  }[];
}
export interface SelectView extends FieldBase {
  readonly partial: 'field-select';
  readonly choices: readonly ChoiceView[];
}
export interface ChoicesView extends FieldBase {
  readonly partial: 'field-choices';
  readonly choices: readonly (ChoiceView & {
    readonly id: string;
    readonly name: string;
    readonly control: 'radio' | 'checkbox';
    readonly invalid: boolean;
  })[];
}
export interface CheckView extends FieldBase {
  readonly partial: 'field-checkbox';
  readonly checked: boolean;
}
export interface FilesView extends FieldBase {
  readonly partial: 'field-files';
  readonly rules: string;
  readonly accept: string;
  readonly multiple: boolean;
  /** There is room for more. */
  readonly open: boolean;
  readonly inputLabel: string;
  readonly uploadAction: string;
  readonly files: readonly {
    readonly fileName: string;
    readonly size: string;
    readonly href: string;
    readonly isImage: boolean;
    readonly isShown: boolean;
    readonly removeAction: string;
    readonly removeLabel: string;
    readonly replace:
      { readonly id: string; readonly name: string; readonly label: string } | undefined;
  }[];
}
export interface GroupView extends FieldBase {
  readonly partial: 'field-group';
  readonly items: readonly {
    readonly legend: string;
    readonly fields: readonly FieldView[];
    readonly removable: boolean;
    readonly removeAction: string;
    readonly removeLabel: string;
  }[];
  readonly addable: boolean;
  readonly addAction: string;
  readonly addLabel: string;
}
export interface ChoiceView {
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

/** Id of the control that an error links to. Names hold brackets and dots, ids do not. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^\w-]+/g, '-').replace(/-+$/, '')}`;
}
