import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { DEFAULT_LOCALE } from '../../../core/procedures/texts.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { demandedLevel } from '../../../core/access/trust-level.ts';
import { HttpError } from '../../http-error.ts';
import { provesLevel } from '../../session-identity.ts';
import { helpfulLevelView } from '../sign-in/helpful-level.ts';
import { signInPath } from '../sign-in/paths.ts';
import { LEVEL_TEXTS } from '../sign-in/sign-in-problem.ts';
import { earlierView, hereAgain, isBackSignedIn, wantedFollowUp } from './earlier-case.ts';
import { serviceSummary, serviceText, serviceTitle } from '../service-texts.ts';

/** Heading of ours → name of the procedure's text (`service.<name>`), in this order. */
const SECTIONS: readonly (readonly [TextKey, string])[] = [
  ['service.what', 'what'],
  ['service.need', 'need'],
  ['service.cost', 'cost'],
  ['service.duration', 'duration'],
  ['service.dataUse', 'dataUse'],
  ['service.contact', 'contact'],
];

/** What it is, what you need, what it costs, what happens to your data, and where it starts. */
export async function showService(context: Context): Promise<Answer> {
  const procedure = offeredProcedure(context);
  const { locale } = context;
  const earlier = await earlierView(context, procedure);
  const view = {
    heading: serviceTitle(procedure, locale),
    summary: serviceSummary(procedure, locale),
    ...signInView(context, procedure),
    helpful: helpfulLevelView(context, procedure, hereAgain(procedure, context.query)),
    isBackSignedIn: isBackSignedIn(context),
    earlier,
    wanted: wantedFollowUp(procedure, context.query),
    takenFrom: earlier?.isOpen ? earlier.number : undefined,
    startHref: `/dienste/${procedure.key}/beginnen`,
    sections: sections(context, procedure),
  };
  const { languages } = procedure.config;
  return page('service', view.heading, view, { section: 'services', languages });
}

/** Signing in before the start is offered where guests may start too. */
function signInView(
  { identity, options, query, t }: Context,
  procedure: Procedure,
): { signInHref: string | undefined; hint: string } {
  const level = demandedLevel(procedure.config.trustLevel);
  const signedIn = identity.signedIn();
  if (signedIn?.kind === 'person' && provesLevel(signedIn, level ?? 1)) {
    return { signInHref: undefined, hint: t('service.startSignedIn') };
  }
  if (level !== undefined) {
    const hint = t('service.startLevel', { level: t(LEVEL_TEXTS[level]) });
    return { signInHref: undefined, hint };
  }
  const canSignIn = options.identityOrigins?.person !== undefined && signedIn === undefined;
  return {
    signInHref: canSignIn ? signInPath('person', hereAgain(procedure, query)) : undefined,
    hint: t('service.startHint'),
  };
}

export function offeredProcedure({ services, params }: Context): Procedure {
  const procedure = services.catalogue.currentByKey(params['key'] ?? '');
  if (!procedure) throw new HttpError('not-found', 'no such service');
  return procedure;
}

function sections(
  { locale, t }: Context,
  procedure: Procedure,
): { id: string; heading: string; text: string; lang: string | undefined }[] {
  const own = SECTIONS.flatMap(([heading, name]) => {
    const text = serviceText(procedure, locale, name);
    return text === undefined
      ? []
      : [{ id: `abschnitt-${name}`, heading: t(heading), text, lang: undefined }];
  });
  const bases = procedure.config.legalBasis.map((basis) => `- ${basis}`).join('\n');
  // Laws and statutes have their names in German only.
  const legal = { id: 'abschnitt-recht', heading: t('service.legal'), text: bases };
  return [...own, { ...legal, lang: DEFAULT_LOCALE }];
}
