import type { JsonObject, JsonValue } from '../json.ts';
import { checkField } from './check-field.ts';
import type { FormComponent } from './form.ts';
import type { Procedure } from './procedure.ts';
import { DEFAULT_LOCALE } from './texts.ts';

/** Attributes of whoever is signed in, as `prefill` names them (`person.street`). */
export const PERSON_SOURCES = [
  'familyName',
  'givenNames',
  'birthName',
  'birthDate',
  'email',
  'street',
  'postalCode',
  'city',
  'country',
  'organisation',
] as const;
export type PersonSource = (typeof PERSON_SOURCES)[number];

/** Where answers may come from before anybody has typed one. */
export interface PrefillSources {
  /** Of `followUps`: what the applicant wants, as the link says that was followed. */
  readonly followUp?: string;
  readonly person?: Readonly<Partial<Record<PersonSource, string>>>;
  /** Answers of an earlier case of the same person with this procedure. */
  readonly earlier?: JsonObject;
}

export interface Prefilled {
  readonly answers: JsonObject;
  /** Of each field that has one, where it came from. */
  readonly origins: Readonly<Record<string, 'person' | 'earlier'>>;
}

/** What `prefill` of the procedure names and the sources have, as far as it fits the form of today. */
export function prefillAnswers(procedure: Procedure, sources: PrefillSources): Prefilled {
  const answers: JsonObject = {};
  const origins: Record<string, 'person' | 'earlier'> = {};
  for (const [key, source] of Object.entries(procedure.config.prefill)) {
    const [kind, name = ''] = source.split('.');
    const isPersons = kind === 'person';
    const known: JsonObject = (isPersons ? sources.person : sources.earlier) ?? {};
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    const field = fieldOf(procedure, key);
    if (!field || value === undefined || !fits(field, value)) continue;
    answers[key] = value;
    origins[key] = isPersons ? 'person' : 'earlier';
  }
  return { answers: { ...answers, ...followUpAnswers(procedure, sources.followUp) }, origins };
}

/** The procedure's own constants: an address only names them. */
function followUpAnswers(procedure: Procedure, followUp: string | undefined): JsonObject {
  const { followUps } = procedure.config;
  if (followUp === undefined || !Object.hasOwn(followUps, followUp)) return {};
  return { ...followUps[followUp] };
}

/** Of the assistant's steps. */
export function fieldOf(
  { config, forms }: Pick<Procedure, 'config' | 'forms'>,
  key: string,
): FormComponent | undefined {
  return config.steps
    .flatMap((name) => forms.get(name)?.components ?? [])
    .find((component) => 'key' in component && component.key === key);
}

/** The rules of the field itself; choices that are computed show when the step is drawn. */
export function fits(field: FormComponent, value: JsonValue): boolean {
  switch (field.type) {
    case 'text':
    case 'group':
    case 'filepicker':
      return false;
    case 'number':
      return typeof value === 'number';
    case 'checkbox':
      return typeof value === 'boolean';
    case 'checklist':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    default: {
      if (typeof value !== 'string') return false;
      const checked = checkField(field, field.key, { [field.key]: value }, DEFAULT_LOCALE);
      return 'value' in checked && checked.value === value;
    }
  }
}
