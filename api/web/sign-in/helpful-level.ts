import { demandedLevel } from '../../../core/access/trust-level.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Context } from '../../context.ts';
import { provesLevel } from '../../session-identity.ts';
import { signInPath } from './paths.ts';
import { LEVEL_TEXTS } from './sign-in-problem.ts';

/**
 * Where signing in is not demanded, but makes it quicker: the words of it and the way there, back to
 * where somebody is. Undefined for those who have proven as much, and where nobody can sign in.
 */
export function helpfulLevelView(
  { identity, options, t }: Pick<Context, 'identity' | 'options' | 't'>,
  { config }: Pick<Procedure, 'config'>,
  backTo: string,
): { readonly text: string; readonly href: string } | undefined {
  const level = demandedLevel(config.helpfulLevel ?? 'none');
  const signedIn = identity.signedIn();
  if (level === undefined || options.identityOrigins?.person === undefined) return undefined;
  if (level <= (demandedLevel(config.trustLevel) ?? 0)) return undefined;
  if (signedIn?.kind === 'staff' || provesLevel(signedIn, level)) return undefined;
  return {
    text: t('signIn.helpfulLevel', { level: t(LEVEL_TEXTS[level]) }),
    href: signInPath('person', backTo, level),
  };
}
