import { asObject, type JsonObject } from '../json.ts';

/** Where the case file keeps what staff answered in their forms, the latest of each field. */
export const STAFF_ANSWERS = 'staffAnswers';

/** The facts that say so, with these answers of staff besides. */
export function withStaffAnswers(facts: JsonObject, answers: JsonObject): JsonObject {
  return { [STAFF_ANSWERS]: { ...staffAnswersOf(facts), ...answers } };
}

/** Forms and templates see it as `staff`. */
export function staffAnswersOf(facts: JsonObject): JsonObject {
  return asObject(facts[STAFF_ANSWERS]);
}
