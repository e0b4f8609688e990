import type { IdentifiedPerson } from '../../connectors/identity/port.ts';
import type { CaseFile, Draft } from '../../core/cases/case-file.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { prefillAnswers } from '../../core/procedures/prefill.ts';
import type { PrefillSources } from '../../core/procedures/prefill.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';

/** Under this name the draft's entries remember what came from elsewhere. */
const PREFILLED = 'prefilled';

/** What a draft was begun with. */
export interface PrefilledDraft {
  readonly answers: JsonObject;
  readonly origins: Readonly<Record<string, string>>;
  /** Number of the earlier case. */
  readonly earlier: string | undefined;
}

/**
 * Answers and their origins, for a draft that has just been begun, and the case that it is begun
 * from; undefined: nothing is known.
 */
export function prefillOf(
  procedure: Procedure,
  person: IdentifiedPerson | undefined,
  { earlier, followUp }: { earlier: CaseFile | undefined; followUp: string | undefined },
): { answers: JsonObject; entries: JsonObject } | undefined {
  const { answers, origins } = prefillAnswers(procedure, {
    ...(person ? { person: attributesOf(person) } : {}),
    ...(earlier ? { earlier: earlier.answers } : {}),
    ...(followUp === undefined ? {} : { followUp }),
  });
  if (Object.keys(answers).length === 0 && !earlier) return undefined;
  const from = earlier ? { earlier: earlier.number } : {};
  return { answers, entries: { [PREFILLED]: { answers, origins, ...from } } };
}

export function prefilledIn({ entries }: Pick<Draft, 'entries'>): PrefilledDraft | undefined {
  const kept = entries[PREFILLED];
  if (!isObject(kept)) return undefined;
  const { earlier } = kept;
  return {
    answers: kept['answers'] as JsonObject,
    origins: kept['origins'] as Record<string, string>,
    earlier: typeof earlier === 'string' ? earlier : undefined,
  };
}

function attributesOf({
  address,
  organisation,
  ...person
}: IdentifiedPerson): NonNullable<PrefillSources['person']> {
  const { familyName, givenNames, birthName, birthDate, email } = person;
  const known = { familyName, givenNames, birthName, birthDate, email, ...address };
  const all = { ...known, organisation: organisation?.name };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
