import type { Translate } from '../../core/i18n/translate.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Form } from '../../core/procedures/form.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import type { FormUploads } from './files-view.ts';

/** A form of a procedure, in a language, over what is known so far. */
export interface FormScope {
  readonly procedure: Procedure;
  /** Localised. */
  readonly form: Form;
  readonly locale: Locale;
  readonly t: Translate;
  readonly nowMs: number;
  /** Answers of the whole case: conditions may read them. */
  readonly answers: JsonObject;
  readonly facts: JsonObject;
  /** Of fields that were filled in for the person: where it came from, in words. */
  readonly origins?: ReadonlyMap<string, string>;
  /** Absent where nothing can be uploaded. */
  readonly uploads?: FormUploads;
}
