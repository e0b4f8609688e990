import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';

declare module 'express-serve-static-core' {
  interface Locals {
    correlationId?: string;
    /** Pattern of the matched route: logs never hold the address, which may be a secret. */
    routePath?: string;
  }
}

/** Gives every request an id that its log lines, its error page and its answer share. */
export function correlation(log: Log, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const correlationId = randomUUID();
    const startedAtMs = clock.now();
    response.locals.correlationId = correlationId;
    response.set('X-Correlation-Id', correlationId);
    response.on('finish', () => {
      log.debug(
        {
          correlationId,
          method: request.method,
          route: response.locals.routePath ?? 'none',
          status: response.statusCode,
          durationMs: clock.now() - startedAtMs,
        },
        'request answered',
      );
    });
    next();
  };
}
