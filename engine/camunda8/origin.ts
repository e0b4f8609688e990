import { ORIGIN } from '../mirror.ts';

/**
 * What `ORIGIN` holds. Zeebe tells of a job only its own process instance, and a called process sees
 * nothing of its caller but what it is given.
 */
export interface Origin {
  /** The mirror's key of the root instance. */
  readonly root: string;
  readonly bundle: string;
  readonly case?: string;
}

/** What a job's variables say of its origin; absent in processes that a message has started. */
export function originOf(variables: Readonly<Record<string, unknown>>): Origin | undefined {
  const origin = variables[ORIGIN] as Partial<Origin> | null | undefined;
  const isWhole = typeof origin?.root === 'string' && typeof origin.bundle === 'string';
  return isWhole ? (origin as Origin) : undefined;
}
