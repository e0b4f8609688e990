import { z } from 'zod';

/** One environment variable: what it means, what it is when absent, how its text is read. */
export interface Variable<T> {
  /** For people who run the application; becomes `docs/configuration.md`. */
  readonly doc: string;
  /** In words or as a value; `none` when absence means something. */
  readonly default: string;
  /** Never shown, neither in errors nor in the documents. */
  readonly secret: boolean;
  readonly schema: z.ZodType<T, string>;
}

export function text(limits: { min?: number; max?: number } = {}): z.ZodType<string, string> {
  const min = limits.min ?? 1;
  const max = limits.max ?? 1000;
  return z.string().refine((value) => value.length >= min && value.length <= max, {
    error: `must have ${min} to ${max} characters`,
  });
}

export function oneOf<const T extends readonly [string, ...string[]]>(
  values: T,
): z.ZodType<T[number], string> {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` }) as unknown as z.ZodType<
    T[number],
    string
  >;
}

export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
}

/** `true` or `false`, also as `1`, `0`, `on`, `off`, `yes`, `no`. */
export function yesOrNo(): z.ZodType<boolean, string> {
  const words = new Map([
    ...['true', '1', 'on', 'yes'].map((word) => [word, true] as const),
    ...['false', '0', 'off', 'no'].map((word) => [word, false] as const),
  ]);
  return z
    .string()
    .transform((value) => value.toLowerCase())
    .refine((value) => words.has(value), { error: 'must be true or false' })
    .transform((value) => words.get(value) === true);
}

/** An absolute address with one of the protocols, without the slash at its end. */
export function address(...protocols: string[]): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => protocols.includes(protocolOf(value)), {
      error: `must be an address that starts with ${protocols.map((name) => `${name}//`).join(' or ')}`,
    })
    .transform((value) => value.replace(/\/+$/, ''));
}

export function key(bytes: number): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => isBase64(value) && Buffer.from(value, 'base64').length === bytes, {
      error: `must be ${bytes} bytes in base64`,
    });
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : '';
}

function isBase64(value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}
