import express from 'express';
import type { Express, RequestHandler } from 'express';
import type { PageRenderer } from '../templates/page-renderer.ts';
import { HttpError } from './http-error.ts';
import { loadAssets } from './middleware/assets.ts';
import { correlation } from './middleware/correlation.ts';
import { csrfBeforeRoutes } from './middleware/csrf.ts';
import { errorPages } from './middleware/errors.ts';
import { chooseLocale } from './middleware/locale.ts';
import { noStore, securityHeaders } from './middleware/security-headers.ts';
import { sessions } from './middleware/sessions.ts';
import type { PortalOptions } from './portal-options.ts';
import { registerRoutes } from './register-routes.ts';
import { ROUTES } from './routes.ts';
import type { Services } from './services.ts';

const BODY_LIMIT = '200kb';
const MAX_FIELDS = 1_000;

/** The portal as an Express application: nothing listens yet. */
export function createApp(
  services: Services,
  options: PortalOptions,
  renderer: PageRenderer,
): Express {
  const app = express();
  const assets = loadAssets();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxies);
  app.set('query parser', 'simple');
  app.set('strict routing', false);
  app.set('etag', false);
  app.set('asset hrefs', assets.hrefs);
  app.use(correlation(services.log, services.clock));
  app.use(securityHeaders(options));
  app.use(assets.router);
  app.use(noStore, chooseLocale(options));
  app.use(sessions(services.sessions, services.clock, options));
  app.use(onlyForms);
  app.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: MAX_FIELDS }));
  app.use(csrfBeforeRoutes);
  registerRoutes(app, ROUTES, services, options, renderer);
  app.use((_request, _response, next) => next(new HttpError('not-found')));
  app.use(errorPages(renderer, options, services.log));
  return app;
}

/** Forms send nothing else; another type is said so, not taken for an empty form. */
const onlyForms: RequestHandler = (request, _response, next) => {
  const isForm = request.is(['application/x-www-form-urlencoded', 'multipart/form-data']);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && isForm !== null;
  next(hasBody && isForm === false ? new HttpError('unsupported-type') : undefined);
};
