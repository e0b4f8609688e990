import type { JsonObject } from '../json.ts';
import type { FormContext } from './form-context.ts';
import { evaluateInForm } from './form-context.ts';
import type { FormComponent } from './form.ts';

/**
 * The components that are relevant, given the answers to this form (in a repeated group: the
 * item's own answers as well). A condition that cannot be evaluated hides nothing.
 */
export function visibleComponents(
  components: readonly FormComponent[],
  answers: JsonObject,
  context: FormContext,
): FormComponent[] {
  return components.filter(
    ({ hideWhen }) => hideWhen === undefined || evaluateInForm(hideWhen, answers, context) !== true,
  );
}

/**
 * Leaves only the answers of relevant components. An answer that is hidden counts as not given, so
 * what depended on it may be hidden too: repeated until nothing changes.
 */
export function keepVisible(
  components: readonly FormComponent[],
  answers: JsonObject,
  context: FormContext,
): { answers: JsonObject; visible: FormComponent[] } {
  let kept = answers;
  for (;;) {
    const visible = visibleComponents(components, kept, context);
    const keys = new Set(visible.flatMap((component) => keyOf(component) ?? []));
    const next = Object.fromEntries(Object.entries(kept).filter(([key]) => keys.has(key)));
    if (Object.keys(next).length === Object.keys(kept).length) return { answers: kept, visible };
    kept = next;
  }
}

export function keyOf(component: FormComponent): string | undefined {
  return component.type === 'text' ? undefined : component.key;
}
