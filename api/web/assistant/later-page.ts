import { formatDate } from '../../../core/i18n/format.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { serviceTitle } from '../service-texts.ts';
import { resumeApplication } from './step-page.ts';
import { stepHref } from './steps.ts';
import { ownerView } from './take-over.ts';

/** The link with which somebody goes on later. It is not mailed: who has it can see the answers. */
export function showLater(context: DraftContext): Answer {
  const { draft, procedure, locale, t, token, options } = context;
  if (draft.submittedCaseId !== undefined) return resumeApplication(context);
  const view = {
    serviceTitle: serviceTitle(procedure, locale),
    ...ownerView(context),
    expiryText: t('later.expiry', { date: formatDate(draft.expiresAtMs, locale) }),
    link: new URL(`/antrag/${token}`, options.publicUrl).href,
    continueHref: stepHref(token, '').replace(/\/$/, ''),
  };
  return page('later', t('later.heading'), view, { section: 'services' });
}
