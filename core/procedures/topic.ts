import { z } from 'zod';

/** What the models may ask of a worker, as far as they can be checked against it. */
export interface Topic {
  readonly topic: string;
  /** Names of variables that its results bring into the process. */
  readonly outputs: readonly string[];
  /** BPMN errors that it reports. */
  readonly errors: readonly string[];
}

/** A worker as `workers/*` defines it. */
interface TopicSource {
  readonly topic: string;
  readonly output: z.ZodType;
  readonly errors: Readonly<Record<string, string>>;
}

/** The topics of these workers, read from their schemas. */
export function describeTopics(workers: readonly TopicSource[]): Topic[] {
  return workers.map(({ topic, output, errors }) => ({
    topic,
    outputs: output instanceof z.ZodObject ? Object.keys(output.shape) : [],
    errors: Object.keys(errors),
  }));
}
