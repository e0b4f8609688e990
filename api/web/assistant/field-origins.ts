import { answersToRaw } from '../../forms/raw-input.ts';
import type { DraftContext } from '../../context.ts';
import type { Fields } from '../../fields.ts';
import { prefilledIn } from '../../services/prefill.ts';
import type { Step } from './steps.ts';
import { signedInOwner } from './take-over.ts';

/** Of each field that still holds what came from elsewhere, where from, in words. */
export function fieldOrigins(
  context: DraftContext,
  step: Step,
  raw: Fields,
): ReadonlyMap<string, string> {
  return step.isContact ? contactOrigins(context, raw) : answerOrigins(context, step, raw);
}

function contactOrigins(context: DraftContext, raw: Fields): ReadonlyMap<string, string> {
  const email = signedInOwner(context)?.email;
  const isSame = email !== undefined && raw['email'] === email;
  return new Map(isSame ? [['email', context.t('assistant.fromAccount')]] : []);
}

function answerOrigins(
  { draft, locale, t }: DraftContext,
  step: Step,
  raw: Fields,
): ReadonlyMap<string, string> {
  const prefilled = prefilledIn(draft);
  const origins = new Map<string, string>();
  for (const component of prefilled ? step.form.components : []) {
    const key = 'key' in component ? component.key : '';
    const origin = prefilled?.origins[key];
    if (!prefilled || origin === undefined) continue;
    const given = answersToRaw([component], prefilled.answers, locale);
    const isSame = Object.entries(given).every(
      ([name, value]) => String(raw[name]) === String(value),
    );
    if (!isSame) continue;
    const number = prefilled.earlier ?? '';
    origins.set(
      key,
      origin === 'earlier' ? t('assistant.fromEarlier', { number }) : t('assistant.fromAccount'),
    );
  }
  return origins;
}
