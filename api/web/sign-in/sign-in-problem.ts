import { ConnectorError } from '../../../connectors/connector.ts';
import type { TrustLevel } from '../../../connectors/identity/port.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import type { Audience } from '../../session-identity.ts';
import { homePath, signInPath } from './paths.ts';

/** Where somebody was going, for another try. */
export interface SignInWish {
  readonly backTo: string;
  readonly minimumLevel: TrustLevel;
}

interface Problem {
  readonly heading: TextKey;
  readonly text: TextKey;
  readonly status: number;
}

const INVALID: Problem = {
  heading: 'signIn.invalidHeading',
  text: 'signIn.invalidText',
  status: 400,
};

/** By the stable reasons of the port. */
const REJECTED: Readonly<Record<string, Problem>> = {
  'sign-in-invalid': INVALID,
  'sign-in-denied': {
    heading: 'signIn.deniedHeading',
    text: 'signIn.deniedText',
    status: 403,
  },
  'level-too-low': {
    heading: 'signIn.levelHeading',
    text: 'signIn.levelText',
    status: 403,
  },
  'no-role': { heading: 'signIn.noRoleHeading', text: 'signIn.noRoleText', status: 403 },
};

const AWAY: Problem = { heading: 'signIn.awayHeading', text: 'signIn.awayText', status: 503 };
const NEEDED: Problem = { heading: 'signIn.neededHeading', text: 'signIn.neededText', status: 403 };

/** What failed in words for the person; the cause goes to the log. Other errors are defects. */
export function signInFailed(
  context: Context,
  audience: Audience,
  error: unknown,
  wish: SignInWish,
): Answer {
  if (!(error instanceof ConnectorError)) throw error;
  const { kind, reason, message } = error;
  const fields = { audience, kind, reason, detail: message };
  if (kind === 'rejected') context.services.log.info(fields, 'sign-in refused');
  else context.services.log.error(fields, 'sign-in failed');
  const problem = kind === 'rejected' ? (REJECTED[reason] ?? INVALID) : AWAY;
  return problemPage(context, audience, problem, wish);
}

/** Replayed, forged, expired, of another browser: one page for all. */
export function signInInvalid(context: Context, audience: Audience, wish: SignInWish): Answer {
  return problemPage(context, audience, INVALID, wish);
}

/** A form was sent without the right to: it is not repeated by itself after the sign-in. */
export function signInNeeded(
  context: Context,
  audience: Audience,
  level: TrustLevel,
  backTo = homePath(audience),
): Answer {
  const wish = { backTo, minimumLevel: level };
  return problemPage(context, audience, NEEDED, wish);
}

function problemPage(
  { t }: Context,
  audience: Audience,
  { heading, text, status }: Problem,
  { backTo, minimumLevel }: SignInWish,
): Answer {
  const view = {
    heading: t(heading),
    text: t(text),
    level: minimumLevel > 1 ? t(LEVEL_TEXTS[minimumLevel]) : undefined,
    againHref: signInPath(audience, backTo, minimumLevel),
  };
  return page('sign-in-problem', t(heading), view, { status });
}

export const LEVEL_TEXTS: Readonly<Record<TrustLevel, TextKey>> = {
  1: 'signIn.level1',
  2: 'signIn.level2',
  3: 'signIn.level3',
  4: 'signIn.level4',
};
