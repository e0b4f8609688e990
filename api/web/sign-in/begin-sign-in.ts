import type { TrustLevel } from '../../../connectors/identity/port.ts';
import { TRUST_LEVELS } from '../../../core/access/trust-level.ts';
import { languageTag } from '../../../core/procedures/texts.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { ownPath } from '../../own-path.ts';
import type { Audience } from '../../session-identity.ts';
import { provesLevel } from '../../session-identity.ts';
import { callbackPath, homePath, isPlaceToReturn } from './paths.ts';
import { signInFailed } from './sign-in-problem.ts';

/** Nothing is chosen here: the provider asks who it is. Whoever has proven enough goes straight on. */
export function beginSignIn(audience: Audience): (context: Context) => Promise<Answer> {
  return async (context) => {
    const { services, identity, options, locale, nowMs, query } = context;
    const wanted = ownPath(oneValue(query, 'weiter'));
    const backTo = wanted && isPlaceToReturn(wanted) ? wanted : homePath(audience);
    const minimumLevel = askedLevel(oneValue(query, 'stufe'));
    if (isEnough(context, audience, minimumLevel)) return redirect(backTo);
    const returnUrl = options.publicUrl + callbackPath(audience);
    try {
      const request = { returnUrl, minimumLevel, locale: languageTag(locale) };
      const { redirectUrl, pending } = await services.signIn(audience).begin(request);
      await identity.begin({ audience, pending, backTo, atMs: nowMs });
      return { type: 'to-identity', to: redirectUrl, audience };
    } catch (error) {
      return signInFailed(context, audience, error, { backTo, minimumLevel });
    }
  };
}

function askedLevel(value: string | undefined): TrustLevel {
  return TRUST_LEVELS.find((level) => String(level) === value) ?? 1;
}

function isEnough({ identity }: Context, audience: Audience, level: TrustLevel): boolean {
  const signedIn = identity.signedIn();
  return audience === 'staff' ? signedIn?.kind === 'staff' : provesLevel(signedIn, level);
}
