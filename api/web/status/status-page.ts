import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { serviceTitle } from '../service-texts.ts';
import { begunFollowUps } from './begun-follow-ups.ts';
import { statusView } from './status-view.ts';

/** Where the case stands, computed from the state of its process at this very moment. */
export async function showStatus(context: CaseContext): Promise<Answer> {
  const { file, procedure, services, locale } = context;
  const [process, payments, begun] = await Promise.all([
    services.readModel.processState(file.id),
    services.paymentView.ofCase(file.id),
    begunFollowUps(context),
  ]);
  const late = await services.lateAnswers.awaited(file, procedure, process);
  const view = {
    ...statusView(context, process, payments.all, { late, begun }),
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    mailboxHref: `/vorgang/${file.number}/postfach`,
    selfHref: `/vorgang/${file.number}`,
    receivedAtMs: file.receivedAtMs,
    nowMs: context.nowMs,
  };
  return page('status', view.headline, view);
}
