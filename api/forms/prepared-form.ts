import type { JsonObject } from '../../core/json.ts';
import type { FieldError } from '../../core/procedures/form.ts';
import { oneValue } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { ErrorMessage } from './error-messages.ts';
import { errorMessages } from './error-messages.ts';
import type { FieldView } from './field-view.ts';
import { fieldId } from './field-view.ts';
import { checkForm, visibleComponents, visibleKeys } from './form-rules.ts';
import type { FormScope } from './form-scope.ts';
import { fieldViews } from './form-view.ts';

export interface CheckedForm {
  readonly answers: JsonObject;
  readonly errors: readonly FieldError[];
  /**
   * Something is missing that these very answers made relevant and that was not on the page: the
   * person has not seen it, so it is shown first and asked for after that.
   */
  readonly revealed: boolean;
}

/** Fields, error summary and what is shown, for the templates. */
export interface FormDrawing {
  readonly fields: readonly FieldView[];
  readonly errors: readonly { readonly href: string; readonly message: string }[];
  readonly shown: string;
}

export function checkSent(scope: FormScope, raw: Fields): CheckedForm {
  const { answers, errors } = checkForm(scope, raw);
  const shown = oneValue(raw, 'shown')?.split(' ');
  const isUnseen = ({ key }: FieldError): boolean =>
    shown !== undefined && !shown.includes(key.replace(/[[.].*$/, ''));
  const seen = errors.filter((error) => !isUnseen(error));
  return { answers, errors: seen, revealed: seen.length < errors.length };
}

/** Several files of one field can each be wrong. */
function atFields(messages: readonly ErrorMessage[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { key, short } of messages) {
    texts.set(key, [texts.get(key), short].filter(Boolean).join(' '));
  }
  return texts;
}

export function drawForm(
  scope: FormScope,
  raw: Fields,
  errors: readonly FieldError[] = [],
): FormDrawing {
  const { answers } = checkForm(scope, raw);
  const messages = errorMessages(scope, errors);
  return {
    fields: fieldViews(visibleComponents(scope, answers), {
      raw,
      errors: atFields(messages),
      t: scope.t,
      locale: scope.locale,
      uploads: scope.uploads,
      origins: scope.origins,
      visibleIn: (group, index) => visibleComponents(scope, answers, { group, index }),
    }),
    errors: messages.map(({ key, message }) => ({ href: `#${fieldId(key)}`, message })),
    shown: visibleKeys(scope, answers).join(' '),
  };
}
