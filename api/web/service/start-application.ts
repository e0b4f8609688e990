import { draftExpiryMs } from '../../../core/access/draft-expiry.ts';
import { demandedLevel } from '../../../core/access/trust-level.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { provesLevel } from '../../session-identity.ts';
import { signInPath } from '../sign-in/paths.ts';
import { prefillOf } from '../../services/prefill.ts';
import { earlierCase, hereAgain, wantedFollowUp } from './earlier-case.ts';
import { offeredProcedure } from './service-page.ts';

/**
 * Begins a draft: of whoever is signed in, else as a guest where the procedure lets guests in; then
 * its link is the only key to it.
 */
export async function startApplication(context: Context): Promise<Answer> {
  const procedure = offeredProcedure(context);
  const level = demandedLevel(procedure.config.trustLevel);
  if (level !== undefined && !provesLevel(context.identity.signedIn(), level)) {
    return redirect(signInPath('person', hereAgain(procedure, context.body), level));
  }
  const signedIn = context.identity.signedIn();
  const person = signedIn?.kind === 'person' ? signedIn.person : undefined;
  const { drafts } = context.services;
  const { draft, resumeToken } = await drafts.create({
    procedureKey: procedure.key,
    bundleHash: procedure.hash,
    locale: context.locale,
    expiresAtMs: draftExpiryMs(context.nowMs, procedure.config.draftLife),
    ...(person ? { owner: person.subject } : {}),
  });
  const earlier = await earlierCase(context, procedure, context.body);
  const followUp = wantedFollowUp(procedure, context.body);
  const prefilled = prefillOf(procedure, person, { earlier, followUp });
  if (prefilled) await drafts.save(draft.id, draft.version, prefilled);
  return redirect(`/antrag/${resumeToken}`);
}
