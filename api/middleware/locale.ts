import type { Request, RequestHandler } from 'express';
import {
  BASE_LOCALES,
  DEFAULT_LOCALE,
  LOCALES,
  PLAIN_GERMAN,
} from '../../core/procedures/texts.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { isSecure } from '../portal-options.ts';
import type { PortalOptions } from '../portal-options.ts';

const COOKIE = 'sprache';
const YEAR_MS = 365 * 24 * 3_600_000;

declare module 'express-serve-static-core' {
  interface Locals {
    locale?: Locale;
  }
}

/** `?sprache=en` switches and is remembered; else what was remembered; else what the browser asks for. */
export function chooseLocale(options: PortalOptions): RequestHandler {
  return (request, response, next) => {
    const asked = isLocale(request.query[COOKIE]) ? request.query[COOKIE] : undefined;
    const locale = asked ?? remembered(request) ?? preferred(request);
    response.locals.locale = locale;
    response
      .set('Content-Language', translatedLocale(locale))
      .vary('Accept-Language')
      .vary('Cookie');
    if (asked) {
      response.cookie(COOKIE, asked, {
        maxAge: YEAR_MS,
        sameSite: 'lax',
        httpOnly: true,
        secure: isSecure(options),
        path: '/',
      });
    }
    next();
  };
}

/** Whoever reads the header alone knows plain German as German. */
function translatedLocale(locale: Locale): Locale {
  return locale === PLAIN_GERMAN ? DEFAULT_LOCALE : locale;
}

/** This page in another language. */
export function languageHref(request: Request, locale: Locale): string {
  const url = new URL(`http://portal.invalid${request.originalUrl}`);
  url.searchParams.set(COOKIE, locale);
  // A path that begins with two slashes would be another host.
  return url.pathname.replace(/^\/+/, '/') + url.search;
}

function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

function remembered(request: Request): Locale | undefined {
  const pairs = (request.headers.cookie ?? '').split(/; */);
  const value = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return isLocale(value) ? value : undefined;
}

function preferred(request: Request): Locale {
  const best = request.acceptsLanguages(...BASE_LOCALES);
  return isLocale(best) ? best : DEFAULT_LOCALE;
}
