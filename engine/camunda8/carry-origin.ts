import { extensionOf, rewriteBpmn } from '../model/rewrite-bpmn.ts';

/**
 * The variable by which a job, wherever it is, knows its case: Zeebe tells of a job only its own
 * process instance, and a called process sees nothing of its caller but what it is given.
 */
export const ORIGIN = 'amtsweg';

/** What `ORIGIN` holds. */
export interface Origin {
  /** The mirror's key of the root instance. */
  readonly root: string;
  readonly bundle: string;
  readonly case?: string;
}

/** The model with `ORIGIN` handed on by each of its call activities. */
export function carryOrigin(xml: string): Promise<string> {
  return rewriteBpmn(xml, 'bpmn:CallActivity', (activity, make) => {
    const mapping = extensionOf(activity, 'zeebe:IoMapping', make);
    const inputs = (mapping.inputParameters ??= []);
    inputs.push(make('zeebe:Input', { source: `=${ORIGIN}`, target: ORIGIN }));
  });
}

/** What a job's variables say of its origin; absent in processes that a message has started. */
export function originOf(variables: Readonly<Record<string, unknown>>): Origin | undefined {
  const origin = variables[ORIGIN] as Partial<Origin> | null | undefined;
  const isWhole = typeof origin?.root === 'string' && typeof origin.bundle === 'string';
  return isWhole ? (origin as Origin) : undefined;
}
