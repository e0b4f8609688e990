import { inGroups } from '../../../core/cases/in-groups.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';
import { resumeApplication } from '../assistant/step-page.ts';
import { serviceTitle } from '../service-texts.ts';

/**
 * The proof of receipt. The code is shown only in the session that submitted: the link alone, which
 * may have been passed on to go on filling in, does not open the case.
 */
export async function showReceipt(context: DraftContext): Promise<Answer> {
  const { draft, services, procedure, locale, t, rights } = context;
  if (draft.submittedCaseId === undefined) return resumeApplication(context);
  const file = await services.cases.find(draft.submittedCaseId);
  if (!file) throw new HttpError('not-found', 'the case is gone');
  const code = rights.caseAccess(file.number)?.trackingCode;
  const view = {
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    trackingCode: code === undefined ? undefined : inGroups(code),
    receivedAtMs: file.receivedAtMs,
    nextText: t('receipt.nextText'),
    statusHref: `/vorgang/${file.number}`,
  };
  return page('receipt', t('receipt.heading'), view, { section: 'services' });
}
