import { z } from 'zod';

export const systems = [
  'payment',
  'mail',
  'library',
  'population-register',
  'vehicle-register',
  'dms',
  'transfer',
  'identity',
] as const;
export type System = (typeof systems)[number];

/** Ways to misbehave that have a name; besides, any status or reply code from 400 to 599. */
export const namedModes = [
  'ok',
  'slow',
  'silent',
  'garbage',
  'wrong-shape',
  'huge',
  'drip',
  'reset',
] as const;

/**
 * How a system shall misbehave.
 *
 * - `mode`: `slow` answers after `delayMs`; `silent` never answers; `garbage` answers what is not
 *   of the protocol; `wrong-shape` answers well-formed nonsense; `huge` answers megabytes; `drip`
 *   sends a byte now and then and never ends; `reset` closes the connection; a number is a status
 *   (HTTP; 422 refuses with a code, as systems refuse in the matter) or reply code (SMTP).
 * - `at`: `before` = nothing has happened; `after` = the effect happens and only the answer is lost.
 * - `operation`: only this operation is struck (payment: token, create, read, status; library:
 *   account, invoice, book, find, status; mail: connect, recipient, message; both
 *   registers: search, status; dms: service, object, children, versions, typeDefinition, createFolder and the
 *   other actions of CMIS; transfer: receive; identity:
 *   discovery, jwks, token, userinfo). Left out: all but
 *   `token`, `connect` and `recipient`, so that `nextCalls` counts what the caller means by a call.
 */
export const faultSchema = z.strictObject({
  mode: z.union([
    z.enum(namedModes),
    z.coerce
      .number()
      .int()
      .min(400)
      .max(599)
      .transform((code) => String(code)),
  ]),
  at: z.enum(['before', 'after']).default('before'),
  operation: z.string().max(20).optional(),
  nextCalls: z.coerce.number().int().min(1).max(100_000).optional(),
  delayMs: z.coerce.number().int().min(0).max(600_000).default(5_000),
  retryAfterSeconds: z.coerce.number().int().min(0).max(86_400).default(2),
});

export type Fault = z.infer<typeof faultSchema>;

/** Operations that go before the one that counts; struck only when named. */
const preliminary = new Set(['token', 'connect', 'recipient']);

export interface FaultPlan {
  set(system: System, fault: Fault): void;
  reset(): void;
  state(): Record<System, Fault>;
  /** The fault that strikes this call, used up by one; undefined when the call goes well. */
  take(system: System, operation: string): Fault | undefined;
}

export function makeFaultPlan(): FaultPlan {
  const ok = faultSchema.parse({ mode: 'ok' });
  const plan = Object.fromEntries(systems.map((system) => [system, ok])) as Record<System, Fault>;
  return {
    set: (system, fault) => void (plan[system] = fault),
    reset: () => systems.forEach((system) => (plan[system] = ok)),
    state: () => ({ ...plan }),
    take(system, operation) {
      const fault = plan[system];
      if (fault.mode === 'ok' || !strikes(fault, operation)) return undefined;
      plan[system] = useUp(fault) ?? ok;
      return fault;
    },
  };
}

function strikes(fault: Fault, operation: string): boolean {
  return fault.operation ? fault.operation === operation : !preliminary.has(operation);
}

function useUp(fault: Fault): Fault | undefined {
  if (fault.nextCalls === undefined) return fault;
  return fault.nextCalls > 1 ? { ...fault, nextCalls: fault.nextCalls - 1 } : undefined;
}
