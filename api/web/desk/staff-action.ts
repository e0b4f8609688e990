import { staffActor } from '../../../core/access/staff-cases.ts';
import type { OfferedAction } from '../../../core/procedures/case-actions.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { StaffCaseContext } from '../../context.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { readSentForm } from '../../forms/sent-form.ts';
import type { FormState } from '../../forms/sent-form.ts';
import { oneValue } from '../../fields.ts';
import { HttpError } from '../../http-error.ts';
import { actionLetterPreview } from './letter-preview.ts';
import type { LetterPreview } from './letter-preview.ts';
import { actionForm, actionScope } from '../action/action-form.ts';

/** Something that staff may do to a case now, such as revoke: explained, asked about, confirmed. */
export async function showStaffAction(context: StaffCaseContext): Promise<Answer> {
  const offered = await findOffered(context);
  if (!offered) return notOffered(context);
  return actionPage(context, offered, actionScope(context, offered), { raw: {} });
}

/** Message and answers are written together; the second of two clicks changes nothing. */
export async function takeStaffAction(context: StaffCaseContext): Promise<Answer> {
  const { file, procedure, services, body, staff } = context;
  const offered = await findOffered(context);
  if (!offered) return notOffered(context);
  const scope = actionScope(context, offered);
  const sent = readSentForm(scope, body);
  if ('again' in sent) return actionPage(context, offered, scope, sent.again);
  if (oneValue(body, 'action') === 'preview') {
    const { letter } = offered.action;
    const preview = letter && (await actionLetterPreview(context, letter, sent.answers));
    return actionPage(context, offered, scope, { raw: body }, preview);
  }
  const by = { side: 'staff', actor: staffActor(staff.subject) } as const;
  await services.actions.take(file, procedure, offered, sent.answers, by);
  return redirect(`/mitarbeit/vorgang/${file.number}?hinweis=aktion`);
}

async function findOffered(context: StaffCaseContext): Promise<OfferedAction | undefined> {
  const { services, file, procedure, params } = context;
  const known = procedure.config.actions.find(({ key }) => key === params['key']);
  if (!known?.by.includes('staff')) throw new HttpError('not-found', 'no such action');
  const offered = await services.actions.offered(file, procedure, 'staff');
  return offered.find(({ action }) => action.key === known.key);
}

function actionPage(
  context: StaffCaseContext,
  offered: OfferedAction,
  scope: FormScope,
  state: FormState,
  preview?: LetterPreview,
): Answer {
  const backHref = `/mitarbeit/vorgang/${context.file.number}`;
  const action = `${backHref}/aktion/${offered.action.key}`;
  return actionForm(context, offered, scope, state, {
    action,
    backHref,
    section: 'desk',
    hasLetter: offered.action.letter !== undefined,
    preview,
  });
}

/** Taken already, or the process has gone on. */
function notOffered({ t, file }: StaffCaseContext): Answer {
  const view = {
    heading: t('action.closedHeading'),
    text: t('desk.actionClosed'),
    number: file.number,
    caseHref: `/mitarbeit/vorgang/${file.number}`,
  };
  return page('desk-done', view.heading, view, { status: 409, section: 'desk' });
}
