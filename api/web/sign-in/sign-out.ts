import { ConnectorError } from '../../../connectors/connector.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import type { SignedInHere } from '../../session-identity.ts';

const SIGNED_OUT = '/abgemeldet';

/** Here first, whatever becomes of it at the provider; then there. */
export async function signOut(context: Context): Promise<Answer> {
  const signedIn = await context.identity.signOut();
  if (signedIn === undefined) return redirect(SIGNED_OUT);
  const to = await endSessionUrl(context, signedIn);
  if (to === undefined) return redirect(`${SIGNED_OUT}?hinweis=anmeldedienst`);
  return { type: 'to-identity', to, audience: signedIn.kind };
}

export function showSignedOut({ t, query }: Context): Answer {
  const stillThere = oneValue(query, 'hinweis') === 'anmeldedienst';
  return page('signed-out', t('signIn.signedOutHeading'), { stillThere });
}

async function endSessionUrl(
  { services, options }: Context,
  { kind, idToken }: SignedInHere,
): Promise<string | undefined> {
  try {
    return await services.signIn(kind).endSessionUrl(idToken, options.publicUrl + SIGNED_OUT);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    services.log.error({ audience: kind, reason: error.reason }, 'no sign-out at the provider');
    return undefined;
  }
}
