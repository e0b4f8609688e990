import type { Locale } from '../core/procedures/texts.ts';

/** Pages of the portal. `view` must hold every name that the template reads: a missing one throws. */
export interface PageRenderer {
  render(page: PageName, chrome: PageChrome, view: object): string;
}

/** Words of a page (helper `said`); with `lang` where they are of another language than the page. */
export interface Phrase {
  readonly text: string;
  readonly lang: Locale | undefined;
}

/** What every page has around its content. */
export interface PageChrome {
  readonly locale: Locale;
  /** Of the page, as browsers know it. */
  readonly languageTag: string;
  readonly title: string;
  readonly cityName: string;
  /** Path and query without the language. */
  readonly path: string;
  readonly languages: readonly LanguageLink[];
  readonly csrfToken: string;
  readonly assets: { readonly kern: string; readonly style: string; readonly script: string };
  readonly section: 'services' | 'tracking' | 'mailbox' | 'operator' | 'desk' | 'plates' | 'none';
  /** The form was refused: browsers and readers say it first. */
  readonly hasErrors: boolean;
  /** Name may be empty: providers need not say one. */
  readonly signedIn: { readonly name: string; readonly href: string } | undefined;
  /** Absent where nobody can sign in. */
  readonly signInHref: string | undefined;
  /** What is there for whoever is signed in. */
  readonly ownPages: readonly OwnPage[];
}

export interface OwnPage {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

export interface LanguageLink {
  readonly tag: string;
  readonly name: string;
  readonly href: string;
  readonly current: boolean;
}

export const PAGE_NAMES = [
  'services',
  'service',
  'step',
  'check',
  'later',
  'draft-gone',
  'receipt',
  'status',
  'tracking',
  'task',
  'task-closed',
  'action',
  'mailbox',
  'case-mailbox',
  'action-taken',
  'payment',
  'payment-return',
  'verify',
  'inbox',
  'desk-task',
  'desk-done',
  'desk-case',
  'desk-released',
  'plate',
  'operator',
  'operator-link',
  'operator-task',
  'operator-case',
  'sign-in-problem',
  'signed-in',
  'signed-out',
  'text',
  'error',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];
