import type { JsonObject } from '../../core/json.ts';
import type { FieldError } from '../../core/procedures/form.ts';
import { oneValue } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { FormScope } from './form-scope.ts';
import { applyGroupAction } from './group-action.ts';
import { checkSent } from './prepared-form.ts';

/** How a form is drawn: what was typed, what is wrong with it, what has just become relevant. */
export interface FormState {
  readonly raw: Fields;
  readonly errors?: readonly FieldError[];
  readonly revealed?: boolean;
}

/** A form of one page, sent: either it holds, or it is drawn again. */
export function readSentForm(
  scope: FormScope,
  raw: Fields,
): { readonly answers: JsonObject } | { readonly again: FormState } {
  const action = oneValue(raw, 'action') ?? 'next';
  const changed = applyGroupAction(scope.form, raw, action);
  if (changed) return { again: { raw: changed } };
  if (action === 'refresh') return { again: { raw } };
  const { answers, errors, revealed } = checkSent(scope, raw);
  return errors.length > 0 || revealed ? { again: { raw, errors, revealed } } : { answers };
}
