import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import type { Fields } from '../../fields.ts';
import { oneValue } from '../../fields.ts';
import type { Audience } from '../../session-identity.ts';
import { callbackPath, homePath } from './paths.ts';
import { signInFailed, signInInvalid } from './sign-in-problem.ts';

/** Back from the provider. What this session did not begin, or has taken already, counts nothing. */
export function finishSignIn(audience: Audience): (context: Context) => Promise<Answer> {
  return async (context) => {
    const { services, identity, options, query } = context;
    const begun = await identity.take(oneValue(query, 'state') ?? '');
    if (begun?.audience !== audience) {
      return signInInvalid(context, audience, { backTo: homePath(audience), minimumLevel: 1 });
    }
    const { pending, backTo } = begun;
    try {
      const url = `${options.publicUrl}${callbackPath(audience)}?${queryText(query)}`;
      const signedIn = await services.signIn(audience).finish(url, pending);
      if (signedIn.kind === 'staff') await services.staffDirectory.remember(signedIn.staff);
      await identity.signIn(signedIn);
      return redirect(backTo);
    } catch (error) {
      const { minimumLevel } = pending;
      return signInFailed(context, audience, error, { backTo, minimumLevel });
    }
  };
}

/** Doubled values stay doubled: the connector refuses them. */
function queryText(query: Fields): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : value) text.append(name, one);
  }
  return text.toString();
}
