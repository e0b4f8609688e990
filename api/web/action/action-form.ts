import { actionTextKey } from '../../../core/procedures/action-texts.ts';
import type { OfferedAction } from '../../../core/procedures/case-actions.ts';
import { languageTag } from '../../../core/procedures/texts.ts';
import type { Answer, PageAnswer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { CaseContext, StaffCaseContext } from '../../context.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { drawForm } from '../../forms/prepared-form.ts';
import type { FormState } from '../../forms/sent-form.ts';
import { taskScope } from '../../forms/task-form.ts';
import type { LetterPreview } from '../desk/letter-preview.ts';
import { serviceTitle } from '../service-texts.ts';

type ActionContext = CaseContext | StaffCaseContext;

/** An action without a form is a question with a button. */
export function actionScope(context: ActionContext, { action }: OfferedAction): FormScope {
  const task = action.form === undefined ? {} : { formReference: action.form };
  return taskScope(context, task, context.file, context.procedure);
}

/** The page that explains an action and asks about it: of the applicant, or of staff. */
export function actionForm(
  context: ActionContext,
  { action: { key } }: OfferedAction,
  scope: FormScope,
  state: FormState,
  place: {
    readonly action: string;
    readonly backHref: string;
    readonly section?: NonNullable<PageAnswer['section']>;
    /** Staff may look at the letter before. */
    readonly hasLetter?: boolean;
    readonly preview?: LetterPreview | undefined;
  },
): Answer {
  const { file, procedure, locale } = context;
  const drawing = drawForm(scope, state.raw, state.errors);
  const view = {
    ...drawing,
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    heading: procedure.texts.get(locale, actionTextKey(key, 'label')),
    explanation: procedure.texts.get(locale, actionTextKey(key, 'explanation')),
    confirm: procedure.texts.get(locale, actionTextKey(key, 'confirm')),
    revealed: state.revealed ?? false,
    hasLetter: place.hasLetter ?? false,
    preview: place.preview,
    letterLocale: languageTag(file.locale),
    action: place.action,
    backHref: place.backHref,
  };
  const hasErrors = drawing.errors.length > 0;
  const status = hasErrors || view.revealed ? 422 : 200;
  const { section = 'none' } = place;
  return page('action', view.heading, view, { status, hasErrors, section });
}
