import type { IdentifiedPerson } from '../../../connectors/identity/port.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';
import { headerName } from '../../page-chrome.ts';
import { stepHref } from './steps.ts';

/** A draft that was begun as a guest becomes that of whoever has signed in since. */
export async function takeOverDraft(context: DraftContext): Promise<Answer> {
  const { identity, services, draft, token } = context;
  const signedIn = identity.signedIn();
  if (signedIn?.kind !== 'person') throw new HttpError('forbidden', 'nobody is signed in');
  const taken = await services.drafts.takeOver(draft.id, signedIn.person.subject);
  if (!taken) throw new HttpError('not-found', "the draft is somebody else's, or gone");
  return redirect(`/antrag/${token}`);
}

/** Who is signed in, when the draft belongs to this account. */
export function signedInOwner({
  identity,
  services,
  draft,
}: DraftContext): IdentifiedPerson | undefined {
  const signedIn = identity.signedIn();
  if (signedIn?.kind !== 'person' || draft.ownerMark === undefined) return undefined;
  const isTheirs = services.drafts.ownerMark(signedIn.person.subject) === draft.ownerMark;
  return isTheirs ? signedIn.person : undefined;
}

/** For the templates: whose application it is, and the offer to take it over. */
export function ownerView(context: DraftContext): {
  readonly owner: string | undefined;
  readonly takeOver: { readonly href: string; readonly name: string } | undefined;
} {
  const signedIn = context.identity.signedIn();
  const name = signedIn?.kind === 'person' ? headerName(signedIn)?.name || '–' : undefined;
  const isFree = context.draft.ownerMark === undefined && name !== undefined;
  return {
    owner: signedInOwner(context) && name,
    takeOver: isFree ? { href: stepHref(context.token, 'uebernehmen'), name } : undefined,
  };
}
