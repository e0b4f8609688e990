import type { Request } from 'express';
import { BASE_LOCALES, DEFAULT_LOCALE, languageTag, LOCALES } from '../core/procedures/texts.ts';
import type { Locale } from '../core/procedures/texts.ts';
import { DESK_ROLES } from '../core/access/staff-cases.ts';
import { hasRole } from '../core/access/staff-role.ts';
import type { TextKey, Translate } from '../core/i18n/translate.ts';
import type { OwnPage, PageChrome } from '../templates/page-renderer.ts';
import { assetHrefs } from './middleware/assets.ts';
import { languageHref } from './middleware/locale.ts';
import { ownPath } from './own-path.ts';
import type { PortalOptions } from './portal-options.ts';
import type { SignedInHere } from './session-identity.ts';
import { signInPath } from './web/sign-in/paths.ts';

const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  de: 'Deutsch',
  en: 'English',
  'de-leicht': 'Leichte Sprache',
};

/** What surrounds the content of every page. */
export function pageChrome(
  request: Request,
  options: PortalOptions,
  {
    languages = BASE_LOCALES,
    signedIn,
    t,
    ...page
  }: Pick<PageChrome, 'locale' | 'title' | 'csrfToken' | 'section' | 'hasErrors'> & {
    /** What this page is there in, besides what all are. */
    readonly languages?: readonly Locale[];
    readonly signedIn: SignedInHere | undefined;
    readonly t: Translate;
  },
): PageChrome {
  const offered = LOCALES.filter((one) => [...BASE_LOCALES, ...languages].includes(one));
  const shown = offered.includes(page.locale) ? page.locale : DEFAULT_LOCALE;
  return {
    ...page,
    languageTag: languageTag(shown),
    cityName: options.cityName,
    signedIn: signedIn && headerName(signedIn),
    ownPages: ownPages(signedIn, page.section, t),
    path: request.path,
    signInHref: options.identityOrigins?.person && signInPath('person', placeOf(request)),
    languages: offered.map((locale) => ({
      tag: languageTag(locale),
      name: LANGUAGE_NAMES[locale],
      href: languageHref(request, locale),
      current: locale === shown,
    })),
    assets: assetHrefs(request),
  };
}

/** This page as it was asked for: what stands in its query belongs to where somebody is. */
function placeOf({ originalUrl, path }: Request): string | undefined {
  return ownPath(originalUrl) ?? ownPath(path);
}

function ownPages(
  signedIn: SignedInHere | undefined,
  section: PageChrome['section'],
  t: Translate,
): OwnPage[] {
  const link = (href: string, label: TextKey, own: PageChrome['section']): OwnPage => ({
    href,
    label: t(label),
    current: section === own,
  });
  if (signedIn === undefined) return [];
  if (signedIn.kind === 'person') return [link('/postfach', 'mailbox.heading', 'mailbox')];
  const { roles } = signedIn.staff;
  return [
    ...(hasRole(roles, DESK_ROLES) ? [link('/mitarbeit/aufgaben', 'desk.inbox', 'desk')] : []),
    ...(hasRole(roles, ['enforcement'])
      ? [link('/ausweis/kennzeichen', 'desk.plateHeading', 'plates')]
      : []),
    ...(hasRole(roles, ['operator']) ? [link('/betrieb', 'operator.title', 'operator')] : []),
  ];
}

/** What the header calls whoever is signed in, and where it says more. */
export function headerName(signedIn: SignedInHere): PageChrome['signedIn'] {
  if (signedIn.kind === 'staff') return { name: signedIn.staff.name, href: '/mitarbeit' };
  const { givenNames, familyName, email, organisation } = signedIn.person;
  const own = [givenNames, familyName].filter(Boolean).join(' ') || (email ?? '');
  return { name: organisation?.name ?? own, href: '/anmeldung' };
}
