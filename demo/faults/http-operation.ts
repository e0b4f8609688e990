import type { Request, RequestHandler, Response } from 'express';
import type { CallCounter } from '../control/effects.ts';
import type { Fault, FaultPlan, System } from './fault-plan.ts';
import { pause } from './pause.ts';

/** What an operation of an outside system answers; it never writes to the connection itself. */
export interface Answer {
  status: number;
  body: unknown;
  type?: string;
  headers?: Record<string, string>;
}

export interface FaultContext {
  plan: FaultPlan;
  counter: CallCounter;
  stopped: AbortSignal;
}

/** Makes operations of one system that misbehave as the fault plan says. */
export function makeHttpOperation(system: System, context: FaultContext) {
  return (operation: string, handle: (request: Request) => Answer): RequestHandler =>
    async (request, response) => {
      context.counter.called(system, operation);
      const fault = context.plan.take(system, operation);
      if (fault?.at === 'before' && (await strike(fault, response, context.stopped))) return;
      const answer = handle(request);
      if (fault?.at === 'after' && (await strike(fault, response, context.stopped))) return;
      send(response, answer);
    };
}

function send(response: Response, answer: Answer): void {
  if (response.destroyed) return;
  response
    .status(answer.status)
    .set(answer.headers ?? {})
    .type(answer.type ?? 'application/json')
    .send(JSON.stringify(answer.body));
}

/** True when the fault has taken the place of the answer. */
export async function strike(
  fault: Fault,
  response: Response,
  stopped: AbortSignal,
): Promise<boolean> {
  switch (fault.mode) {
    case 'slow':
      await pause(fault.delayMs, stopped);
      return false;
    case 'silent':
      return true;
    case 'reset':
      response.socket?.destroy();
      return true;
    case 'garbage':
      response.type('application/json').send('<html>Wartungsarbeiten {"status":');
      return true;
    case 'wrong-shape':
      response.type('application/json').send('{"status":"VIELLEICHT","amountCents":"zwölf"}');
      return true;
    case 'huge':
      response.type('application/json').send(`"${'x'.repeat(8 * 1024 * 1024)}"`);
      return true;
    case 'drip':
      await drip(response, stopped);
      return true;
    default:
      sendStatus(fault, response);
      return true;
  }
}

/** The one status that is a refusal in the matter, with a code: no repetition helps. */
const REFUSED = 422;

function sendStatus(fault: Fault, response: Response): void {
  const status = Number(fault.mode);
  if (status === 429 || status === 503) response.set('Retry-After', `${fault.retryAfterSeconds}`);
  const refusal = status === REFUSED ? { code: 'refused-on-command' } : {};
  const problem = { type: 'about:blank', status, title: 'Störung auf Wunsch', ...refusal };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

async function drip(response: Response, stopped: AbortSignal): Promise<void> {
  response.type('application/json').write('{');
  while (!stopped.aborted && !response.destroyed) {
    response.write(' ');
    await pause(100, stopped);
  }
}
