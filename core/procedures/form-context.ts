import { LOCAL_ZONE } from '../i18n/format.ts';
import { compileExpression, FeelError } from '../../engine/feel/index.ts';
import { staffAnswersOf } from '../cases/staff-answers.ts';
import type { JsonObject } from '../json.ts';
import type { Uploads } from './check-uploads.ts';
import type { Locale, Texts } from './texts.ts';

/** What a form may look at besides its own answers. */
export interface FormContext {
  /** Answers of other forms of the case. */
  readonly answers: JsonObject;
  /** What systems and staff said; conditions and choices see it as `facts` and `staff`. */
  readonly facts: JsonObject;
  readonly texts: Texts;
  readonly locale: Locale;
  readonly nowMs: number;
  /** Absent where nothing can be uploaded. */
  readonly uploads?: Uploads;
}

/**
 * A FEEL expression of a form over answers and facts; `undefined` when it fails: forms are checked
 * when they are read, and a citizen must not stand before a closed door because of a sum of texts.
 */
export function evaluateInForm(source: string, answers: JsonObject, context: FormContext): unknown {
  const { facts } = context;
  const variables = { ...context.answers, ...answers, facts, staff: staffAnswersOf(facts) };
  try {
    const expression = compileExpression(source);
    return expression.evaluateJson(variables, { nowMs: context.nowMs, zone: LOCAL_ZONE });
  } catch (error) {
    if (error instanceof FeelError) return undefined;
    throw error;
  }
}
