import { z } from 'zod';

const nameSchema = z.string().min(1).max(100);
const valuesSchema = z.record(z.string(), z.json());

/** What is true after a step, or at the end; only what is named is compared. */
export const expectationSchema = z
  .strictObject({
    state: z.enum(['received', 'running', 'incident', 'ended']).optional(),
    headline: z.string().optional(),
    explanation: z.string().optional(),
    next: z.string().optional(),
    turn: z.enum(['citizen', 'office', 'other-authority', 'nobody']).optional(),
    phase: z.string().optional().describe('Beschriftung des laufenden Abschnitts'),
    demands: z.array(z.string()).optional().describe('Was vom Bürger erwartet wird'),
    dueInDays: z.number().int().optional(),
    outcome: z.string().optional(),
    history: z.array(z.string()).optional().describe('Texte in ihrer Reihenfolge'),
    waiting: z.array(nameSchema).optional().describe('Elemente, auf die gewartet wird'),
    jobs: z
      .record(nameSchema, valuesSchema)
      .optional()
      .describe('Offene Aufträge an Worker mit dem, was sie bekommen: Gebühr, Schreiben, Mail'),
    variables: valuesSchema.optional(),
  })
  .describe('Nur was genannt ist, wird verglichen');

const more = {
  /** Typed answers to the form of a user task, as a browser sends them. */
  answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  variables: valuesSchema.optional(),
  expect: expectationSchema.optional(),
};

/** The steps of `npm run model --steps`, with what is expected after each. */
export const scenarioStepSchema = z.union([
  z.strictObject({ complete: nameSchema, ...more }),
  z.strictObject({
    fail: nameSchema,
    error: nameSchema.optional(),
    message: z.string().optional(),
    ...more,
  }),
  z.strictObject({
    message: nameSchema,
    correlationKey: z.union([z.string(), z.number()]),
    messageId: z.string().optional(),
    timeToLive: z.string().optional(),
    ...more,
  }),
  z.strictObject({ advance: z.string().regex(/^P/), ...more }),
  z.strictObject({ set: valuesSchema, scope: nameSchema.optional(), ...more }),
  z.strictObject({ resolve: nameSchema, ...more }),
  z.strictObject({ cancel: z.literal(true), ...more }),
]);

/** `scenarios/*.json`: a way through the procedure, and what a citizen reads on it. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    title: z.string().min(1).max(200),
    answers: more.answers.describe('Antworten im Assistenten, wie ein Browser sie schickt'),
    facts: valuesSchema.optional().describe('Was Fachsysteme gesagt haben; Formulare lesen es'),
    settings: z
      .strictObject({
        payAt: z.enum(['application', 'decision', 'never']).optional(),
        releaseRule: z.enum(['none', 'clerk-release', 'legal-basis']).optional(),
      })
      .optional()
      .describe('Anders als in procedure.json: so ginge es in einer anderen Stadt'),
    begin: expectationSchema.optional().describe('Nach dem Start, vor dem ersten Schritt'),
    steps: z.array(scenarioStepSchema).max(200),
    end: expectationSchema,
  })
  .describe('Ein Weg durch ein Verfahren von Amtsweg');

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioExpectation = z.output<typeof expectationSchema>;
