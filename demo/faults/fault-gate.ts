import type { RequestHandler, Response } from 'express';
import type { System } from './fault-plan.ts';
import { strike, type FaultContext } from './http-operation.ts';

/** Makes operations that another handler answers misbehave as the fault plan says. */
export function makeFaultGate(system: System, context: FaultContext) {
  return (operation: string): RequestHandler =>
    async (_request, response, next) => {
      context.counter.called(system, operation);
      const fault = context.plan.take(system, operation);
      if (fault?.at === 'before' && (await strike(fault, response, context.stopped))) return;
      if (fault?.at === 'after') {
        instead(response, async (send) => {
          if (!(await strike(fault, response, context.stopped))) send();
        });
      }
      next();
    };
}

/** Whatever is answered comes only when `decide` lets it: the effect has happened by then. */
function instead(response: Response, decide: (send: () => void) => Promise<void>): void {
  const end = response.end.bind(response) as (...given: unknown[]) => Response;
  response.end = ((...given: unknown[]): Response => {
    response.end = end;
    const headers = response.getHeaders();
    const { statusCode } = response;
    for (const name of Object.keys(headers)) response.removeHeader(name);
    void decide(() => {
      response.statusCode = statusCode;
      for (const [name, value] of Object.entries(headers))
        if (value) response.setHeader(name, value);
      end(...given);
    });
    return response;
  }) as Response['end'];
}
