import { actionTextKey } from '../../../core/procedures/action-texts.ts';
import type { ActionText } from '../../../core/procedures/action-texts.ts';
import type { OfferedAction } from '../../../core/procedures/case-actions.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { answersToRaw } from '../../forms/raw-input.ts';
import { readSentForm } from '../../forms/sent-form.ts';
import type { FormState } from '../../forms/sent-form.ts';
import { HttpError } from '../../http-error.ts';
import { actionForm, actionScope } from './action-form.ts';

/** Something that the applicant may do now, such as withdraw: explained, asked about, confirmed. */
export async function showAction(context: CaseContext): Promise<Answer> {
  const key = actionKey(context);
  if (oneValue(context.query, 'erledigt') === '1') return showTaken(context, key);
  const offered = await findOffered(context, key);
  if (!offered) return showTaken(context, key);
  const scope = actionScope(context, offered);
  const raw = answersToRaw(scope.form.components, context.file.answers, context.locale);
  return actionPage(context, offered, scope, { raw });
}

/** Message and answers are written together; the second of two clicks ends where the first does. */
export async function takeAction(context: CaseContext): Promise<Answer> {
  const { file, procedure, services, body } = context;
  const key = actionKey(context);
  const offered = await findOffered(context, key);
  if (!offered) return showTaken(context, key);
  const scope = actionScope(context, offered);
  const sent = readSentForm(scope, body);
  if ('again' in sent) return actionPage(context, offered, scope, sent.again);
  const by = { side: 'applicant', actor: 'applicant' } as const;
  await services.actions.take(file, procedure, offered, sent.answers, by);
  return redirect(`${actionHref(file.number, key)}?erledigt=1`);
}

export function actionHref(number: string, key: string): string {
  return `/vorgang/${number}/aktion/${key}`;
}

function actionKey({ params, procedure }: CaseContext): string {
  const action = procedure.config.actions.find(({ key }) => key === params['key']);
  if (!action?.by.includes('applicant')) throw new HttpError('not-found', 'no such action');
  return action.key;
}

async function findOffered(
  { services, file, procedure }: CaseContext,
  wanted: string,
): Promise<OfferedAction | undefined> {
  const offered = await services.actions.offered(file, procedure, 'applicant');
  return offered.find(({ action }) => action.key === wanted);
}

function actionPage(
  context: CaseContext,
  offered: OfferedAction,
  scope: FormScope,
  state: FormState,
): Answer {
  const { number } = context.file;
  const action = actionHref(number, offered.action.key);
  return actionForm(context, offered, scope, state, { action, backHref: `/vorgang/${number}` });
}

/** Under way, done, come too late, or not possible (any more): said, and the way back. */
async function showTaken(context: CaseContext, key: string): Promise<Answer> {
  const { services, file, procedure, t } = context;
  const taken = (await services.actions.taken(file, procedure)).find((one) => one.key === key);
  const say = speaker(context, key);
  const isDone = taken !== undefined && taken.outcome !== 'too-late';
  const view = {
    heading: isDone ? say('label') : t('action.closedHeading'),
    text: isDone ? say('done') : t(taken ? 'action.tooLateText' : 'action.closedText'),
    underWay: taken?.outcome === 'under-way',
    isDone,
    backHref: `/vorgang/${file.number}`,
  };
  return page('action-taken', view.heading, view, { status: isDone ? 200 : 409 });
}

function speaker({ procedure, locale }: CaseContext, key: string): (part: ActionText) => string {
  return (part) => procedure.texts.get(locale, actionTextKey(key, part));
}
