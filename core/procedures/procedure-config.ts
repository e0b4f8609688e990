import { z } from 'zod';
import { LOCALES } from './texts.ts';

/** Names that models, forms and texts share: ASCII, speaking, no surprise in any engine. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,59}$/)
  .describe('camelCase, höchstens 60 Zeichen');

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(60)
  .describe('Kleinbuchstaben, Ziffern und Bindestriche');

const durationSchema = z
  .string()
  .regex(/^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/)
  .describe('Dauer nach ISO 8601, etwa P14D');

/**
 * One piece of case data that reaches the engine: never free text, so that neither names nor
 * addresses can get there by mistake.
 */
export const processDataSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('enum'),
    values: z.array(z.string().min(1).max(60)).min(1).max(100),
    answer: nameSchema.optional().describe('Schlüssel des Formularfelds; sonst der Name selbst'),
  }),
  z.strictObject({
    type: z.enum(['boolean', 'integer', 'date']),
    answer: nameSchema.optional().describe('Schlüssel des Formularfelds; sonst der Name selbst'),
  }),
]);

const formSchema = z.string().regex(/^forms\/[a-z0-9-]+$/);

/** What an action of staff is followed by, shown to them before they take it. */
const actionLetterSchema = z.strictObject({
  template: z
    .string()
    .regex(/^templates\/[a-z0-9-]+$/)
    .describe('Vorlage ohne Endung, etwa templates/ende'),
  facts: z
    .record(nameSchema, z.record(nameSchema, z.string().min(1).max(100)))
    .default({})
    .describe('Was bis dahin in der Akte steht: Name → Angaben, die dazukommen'),
});

/** Something that may be done to a case beside its tasks, while its process waits for the message. */
const actionSchema = z.strictObject({
  key: keySchema.describe('Name in der Adresse; Texte: action.<Name>.label und weitere'),
  message: keySchema.describe('Nachricht, auf die das Modell wartet; Korrelation: caseId'),
  by: z
    .array(z.enum(['applicant', 'staff']))
    .min(1)
    .describe('Wer es tun darf'),
  form: formSchema.optional().describe('Was dazu gefragt wird; sonst nur bestätigt'),
  letter: actionLetterSchema.optional().describe('Schreiben, das Beschäftigte vorher ansehen'),
});

const isSeen = ({ by, letter }: z.output<typeof actionSchema>): boolean =>
  letter === undefined || by.includes('staff');

const PREFILL_SOURCE = /^(person|earlier)\.[a-z][A-Za-z0-9]{0,59}$/;

const dataSchema = z.record(nameSchema, processDataSchema);

/** What a message brings into the process, by its name. */
const messagesSchema = z.record(keySchema, z.array(nameSchema));

export const procedureConfigSchema = z
  .strictObject({
    $schema: z.string().optional(),
    key: keySchema.describe('Name des Ordners'),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    numberPrefix: z
      .string()
      .regex(/^[A-Z]{2,4}$/)
      .describe('Anfang der Vorgangsnummer, etwa BG'),
    leikaKey: z
      .string()
      .regex(/^99\d{12}$/)
      .optional()
      .describe('LeiKa-Schlüssel, wo bekannt'),
    lead: z
      .enum(['amtsweg', 'fachverfahren'])
      .describe('Wo entschieden wird: hier oder im Fachverfahren'),
    automaticDecision: z
      .union([
        z.enum(['none', 'clerk-release']),
        z.strictObject({ legalBasis: z.string().min(1).max(300) }),
      ])
      .describe('none: es wird nichts entschieden; sonst Freigabe oder Rechtsgrundlage'),
    payAt: z.enum(['application', 'decision', 'never']).describe('Wann die Gebühr fällig ist'),
    paidBack: z
      .array(keySchema)
      .describe('Aus welchen Gründen eine Zahlung zurückgeht, etwa amount-changed'),
    responsibleUnit: keySchema.describe('Zuständige Stelle, zugleich ihre Kandidatengruppe'),
    groups: z.array(keySchema).default([]).describe('Weitere Kandidatengruppen des Modells'),
    legalBasis: z.array(z.string().min(1).max(300)).min(1),
    applicants: z.array(z.enum(['person', 'organisation'])).min(1),
    trustLevel: z.enum(['none', 'normal', 'substantial', 'high']),
    helpfulLevel: z
      .enum(['normal', 'substantial', 'high'])
      .optional()
      .describe('Wird nicht verlangt, macht es aber schneller: darauf wird hingewiesen'),
    steps: z.array(formSchema).min(1).describe('Formulare des Assistenten in ihrer Reihenfolge'),
    phases: z
      .array(nameSchema)
      .min(1)
      .max(8)
      .describe('Abschnitte des Fortschritts in ihrer Reihenfolge; Texte: phase.<Name>'),
    processData: dataSchema.describe('Die einzigen Falldaten, die das Modell erreichen'),
    messages: messagesSchema.default({}),
    actions: z
      .array(actionSchema.refine(isSeen, 'letter: nur, wo by staff nennt'))
      .max(20)
      .default([])
      .describe('Was am Vorgang getan werden kann'),
    prefill: z
      .record(nameSchema, z.string().regex(PREFILL_SOURCE))
      .default({})
      .describe('Feld → Herkunft: person.<Merkmal> oder earlier.<Feld eines früheren Vorgangs>'),
    followUps: z
      .record(keySchema, z.record(nameSchema, z.union([z.string().min(1).max(100), z.boolean()])))
      .default({})
      .describe('Neue Anträge aus einem Vorgang heraus: Name → Antworten, mit denen sie beginnen'),
    feeAccount: z
      .union([
        z.strictObject({ decision: nameSchema }),
        z.strictObject({
          costCentre: z.string().min(1).max(36),
          bookingKey: z.string().min(1).max(36),
        }),
      ])
      .optional(),
    delivery: z
      .strictObject({
        rule: z.enum(['none', 'provision', 'notice', 'retrieval']),
        days: z.number().int().min(0).max(60).optional(),
      })
      .describe('Bekanntgabe: Regel und ihre Tage'),
    filing: z
      .strictObject({
        planEntry: z
          .string()
          .regex(/^\S(.{0,58}\S)?$/)
          .describe('Kennzeichen im Aktenplan, etwa 32.51.03'),
        fileName: z
          .string()
          .regex(/^[^{}]{0,100}(\{year\}[^{}]{0,20})?$/)
          .min(1)
          .describe('Name der Akte; {year} wird zum Jahr des Eingangs'),
      })
      .optional()
      .describe('Wo der Vorgang im Dokumentenmanagement abgelegt wird'),
    draftLife: durationSchema.describe('So lange wird ein Entwurf aufgehoben'),
    retention: durationSchema.describe('So lange wird der Vorgang nach seinem Ende aufgehoben'),
    archive: z.enum(['offer', 'no-offer']),
    languages: z
      .array(z.enum(LOCALES))
      .min(1)
      .describe('de-leicht: texts/de-leicht.json mit denselben Schlüsseln wie de.json'),
    provenOn: z.array(z.enum(['embedded', 'camunda7', 'camunda8'])),
  })
  .describe('Ein Verfahren von Amtsweg');

/** `procedure.json`, read. */
export type ProcedureConfig = z.output<typeof procedureConfigSchema>;
export type ProcessDatum = z.output<typeof processDataSchema>;
export type CaseAction = z.output<typeof actionSchema>;

export const blockConfigSchema = z
  .strictObject({
    $schema: z.string().optional(),
    key: keySchema.describe('Name des Ordners'),
    title: z.string().min(1).max(120),
    inputs: z.array(nameSchema).describe('Was der Aufrufer mitgibt'),
    optionalInputs: z.array(nameSchema).default([]).describe('Was er mitgeben kann'),
    outputs: z.array(nameSchema).describe('Was der Aufrufer zurückbekommt'),
    processData: dataSchema.default({}).describe('Antworten auf Formulare des Bausteins'),
    messages: messagesSchema.default({}),
  })
  .describe('Ein Baustein: gemeinsamer Teilprozess mehrerer Verfahren');

/** `block.json` of a building block, read. */
export type BlockConfig = z.output<typeof blockConfigSchema>;
