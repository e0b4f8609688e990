import type { Express, Request, RequestHandler, Response } from 'express';
import { translator } from '../core/i18n/translate.ts';
import { DEFAULT_LOCALE } from '../core/procedures/texts.ts';
import type { PageRenderer } from '../templates/page-renderer.ts';
import type { Context } from './context.ts';
import { cleanFields } from './fields.ts';
import { HttpError } from './http-error.ts';
import { answerRoute, mayUse } from './middleware/access.ts';
import { rateLimits } from './middleware/rate-limit.ts';
import { receiveUploads, refuseUploads, uploadBudget } from './middleware/receive-uploads.ts';
import type { PortalOptions } from './portal-options.ts';
import type { Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';
import type { Services } from './services.ts';
import { sessionIdentity } from './session-identity.ts';
import { sessionRights } from './session-rights.ts';

/** Puts the rows of `routes.ts` into Express; a known path with another method is 405. */
export function registerRoutes(
  app: Express,
  routes: readonly Route[],
  services: Services,
  options: PortalOptions,
  renderer: PageRenderer,
): void {
  const limits = rateLimits(options);
  const budget = uploadBudget();
  for (const route of routes) {
    const limit = limits[route.limit];
    const uploads = route.uploads
      ? receiveUploads(budget, (request, response) =>
          mayUse(route, requestContext(request, response, services, options)),
        )
      : refuseUploads;
    app[route.method](route.path, limit, uploads, handler(route, services, options, renderer));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(path, refuseMethod(routes.filter((route) => route.path === path)));
  }
}

function handler(
  route: Route,
  services: Services,
  options: PortalOptions,
  renderer: PageRenderer,
): RequestHandler {
  return async (request, response) => {
    response.locals.routePath = route.path;
    const context = requestContext(request, response, services, options);
    const answer = await answerRoute(route, context);
    await sendAnswer(renderer, context, request, response, answer);
  };
}

function requestContext(
  request: Request,
  response: Response,
  services: Services,
  options: PortalOptions,
): Context {
  const locale = response.locals.locale ?? DEFAULT_LOCALE;
  return {
    services,
    options,
    locale,
    t: translator(locale),
    nowMs: services.clock.now(),
    params: textParams(request),
    query: cleanFields(request.query),
    body: cleanFields(request.body),
    files: response.locals.sentFiles ?? [],
    rights: sessionRights(request, options.sessionSecret),
    identity: sessionIdentity(request, services.clock.now()),
    reads: request.method === 'GET' || request.method === 'HEAD',
    path: request.originalUrl,
  };
}

/** Express gives lists for wildcards, which no path of ours has. */
function textParams(request: Request): Record<string, string> {
  const entries = Object.entries(request.params);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function refuseMethod(routes: readonly Route[]): RequestHandler {
  const allowed = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST']));
  return (_request, response, next) => {
    response.set('Allow', allowed.join(', '));
    next(new HttpError('method-not-allowed'));
  };
}
