import { z } from 'zod';

/** FIM ids have 8 digits in XDatenfelder 2, 11 in XDatenfelder 3. */
const idSchema = (letter: 'S' | 'G' | 'F') =>
  z
    .string()
    .regex(new RegExp(`^${letter}(?:\\d{8}|\\d{11})$`))
    .describe(`FIM-Kennung: ${letter} und 8 oder 11 Ziffern`);

const versionSchema = z.string().regex(/^\d{1,5}\.\d{1,5}(?:\.\d{1,5})?$/);

const MAX_OCCURS = 999;

const occursSchema = z
  .string()
  .regex(/^\d{1,3}:(?:[1-9]\d{0,2}|\*)$/)
  .default('1:1')
  .transform((text): Occurs => {
    const [min, max] = text.split(':');
    return { min: Number(min), max: max === '*' ? MAX_OCCURS : Number(max) };
  })
  .refine(({ min, max }) => min <= max, {
    error: 'min:max, min at most max',
    params: { de: 'min:max, min höchstens so groß wie max' },
  })
  .describe('Anzahl wie in FIM, etwa 0:1 oder 1:*');

const NAMES = '(?:\\.[A-Za-z][A-Za-z0-9]{0,59})+';
const PERSON = 'person\\.(?:familyName|birthName|givenNames|birthDate)';
const listSchema = z
  .string()
  .max(200)
  .regex(new RegExp(`^(?:answers|facts|item)${NAMES}$`));
const pathSchema = z
  .string()
  .max(200)
  .regex(new RegExp(`^(?:(?:answers|facts|item)${NAMES}|${PERSON})$`))
  .describe(
    'answers.<Feld>, facts.<Name>…, person.<familyName, birthName, givenNames oder birthDate> (nachgewiesen, sonst laut Melderegister, sonst angegeben), in wiederholten Gruppen item.<Feld>',
  );

const head = { version: versionSchema.optional(), occurs: occursSchema };
const field = { id: idSchema('F'), ...head, from: pathSchema };

const textField = {
  ...field,
  minLength: z.number().int().min(0).optional(),
  maxLength: z.number().int().min(1).optional(),
  pattern: z.string().min(1).max(400).optional().describe('Muster für den ganzen Text'),
};
const numberField = { ...field, min: z.number().optional(), max: z.number().optional() };

const fieldSchemas = [
  z.strictObject({ type: z.literal('text'), ...textField }),
  z.strictObject({ type: z.literal('text_latin'), ...textField }),
  z.strictObject({ type: z.literal('date'), ...field }),
  z.strictObject({ type: z.literal('time'), ...field }),
  z.strictObject({ type: z.literal('datetime'), ...field }),
  z.strictObject({ type: z.literal('bool'), ...field }),
  z.strictObject({ type: z.literal('num'), ...numberField }),
  z.strictObject({ type: z.literal('num_int'), ...numberField }),
  z.strictObject({ type: z.literal('num_currency'), ...numberField }),
  z.strictObject({
    type: z.literal('select'),
    ...field,
    codes: z
      .record(z.string().min(1), z.string().regex(/^\S+(?: \S+)*$/))
      .describe('Antwort → Code der Werteliste'),
  }),
  z.strictObject({
    type: z.literal('file'),
    ...field,
    from: z
      .string()
      .regex(/^documents\.[a-z0-9][\w-]{0,99}$/i)
      .describe('documents.<Name>: Verweis auf die Anlage'),
  }),
] as const;

const groupSchema = z.strictObject({
  type: z.literal('group'),
  id: idSchema('G'),
  ...head,
  choice: z.boolean().default(false).describe('Genau eines der Kinder (FIM: art X)'),
  each: listSchema.optional().describe('Liste, für deren Einträge die Gruppe wiederholt wird'),
  get content(): z.ZodArray<z.ZodType<PayloadNode, unknown>> {
    return contentSchema;
  },
});

const contentSchema: z.ZodArray<z.ZodType<PayloadNode, unknown>> = z
  .array(z.discriminatedUnion('type', [groupSchema, ...fieldSchemas]))
  .min(1)
  .max(500);

export const payloadMappingSchema = z
  .strictObject({
    $schema: z.string().optional(),
    schemaId: idSchema('S'),
    schemaVersion: versionSchema.optional(),
    schemaUri: z.url().max(300).describe('Unter dieser Adresse kennt der Empfänger das Schema'),
    withVersions: z
      .boolean()
      .describe('MitVersionen des FIM-Stylesheets: Versionen in den Elementnamen'),
    areaKey: z
      .string()
      .regex(/^\d{12}$/)
      .optional()
      .describe('Amtlicher Regionalschlüssel, für den die Leistung erbracht wird'),
    choice: z.boolean().default(false),
    content: contentSchema,
  })
  .describe('Fachdaten eines Verfahrens nach einem FIM-Datenschema');

export interface Occurs {
  readonly min: number;
  readonly max: number;
}

/** `transfer/payload.json`, read: which values of a case become which elements of a FIM schema. */
export type PayloadMapping = z.output<typeof payloadMappingSchema>;
export type PayloadField = z.output<(typeof fieldSchemas)[number]>;
export type PayloadNode = PayloadField | PayloadGroup;

export interface PayloadGroup {
  readonly type: 'group';
  readonly id: string;
  readonly version?: string | undefined;
  readonly occurs: Occurs;
  readonly choice: boolean;
  readonly each?: string | undefined;
  readonly content: readonly PayloadNode[];
}
