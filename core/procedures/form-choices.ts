import { formatAmount } from '../i18n/format.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { FormContext } from './form-context.ts';
import { evaluateInForm } from './form-context.ts';
import type { Choice, FormComponent } from './form.ts';

/** Components whose choices come from facts or answers, with the choices that there are now. */
export function withChoices<Component extends FormComponent>(
  component: Component,
  answers: JsonObject,
  context: FormContext,
): Component {
  if (!('choicesExpression' in component) || component.choicesExpression === undefined) {
    return component;
  }
  const value = evaluateInForm(component.choicesExpression, answers, context);
  const choices = Array.isArray(value) ? value.flatMap((one) => toChoice(one, context)) : [];
  return { ...component, choices };
}

/**
 * A choice as an expression gives it: a text, or a context with `value` and
 * - `label`, or `labelKey` (a text of the procedure, so that it comes in every language)
 * - `detail`: what this one is, after the label
 * - `amountCents`: shown as an amount at the end
 */
function toChoice(given: JsonValue, context: FormContext): Choice[] {
  if (typeof given === 'string') return [{ value: given, label: given }];
  if (!isObject(given)) return [];
  const value = given['value'];
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const name = labelOf(given, context) ?? String(value);
  const { detail, amountCents } = given;
  const named = typeof detail === 'string' && detail !== '' ? `${name}: ${detail}` : name;
  const amount =
    typeof amountCents === 'number' ? `, ${formatAmount(amountCents, context.locale)}` : '';
  return [{ value: String(value), label: named + amount }];
}

function labelOf(given: JsonObject, { texts, locale }: FormContext): string | undefined {
  const { label, labelKey } = given;
  if (typeof labelKey === 'string' && texts.has(labelKey)) return texts.get(locale, labelKey);
  return typeof label === 'string' ? label : undefined;
}
