import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import type { DeliveryState } from './port.ts';

export interface Receipt {
  readonly state: DeliveryState;
  readonly atMs: number;
}

const MAX_BYTES = 64 * 1024;

const deliveryId = z.string();
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const acceptedSchema = z.object({
  deliveryId,
  acceptedAt: time,
  /** The receiver's own number for the case. */
  reference: z.string().regex(/^[^\p{Cc}]{1,100}$/u),
});

const refusedSchema = z.object({
  deliveryId,
  refusedAt: time,
  reason: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
});

/**
 * What the receiver said to a delivery: `<place>.accepted.json` with `deliveryId`, `acceptedAt` and
 * `reference`, or `<place>.refused.json` with `deliveryId`, `refusedAt` and `reason` in
 * kebab-case. Both at once, or what does not fit, is no receipt but `garbage`.
 */
export async function readReceipt(place: string, id: string): Promise<Receipt | undefined> {
  const accepted = await readFitting(`${place}.accepted.json`, acceptedSchema, id);
  const refused = await readFitting(`${place}.refused.json`, refusedSchema, id);
  if (accepted && refused) throw garbage('accepted and refused at once');
  if (accepted) {
    const { acceptedAt: atMs, reference } = accepted;
    return { atMs, state: { state: 'accepted', acceptedAtMs: atMs, reference } };
  }
  if (!refused) return undefined;
  const { refusedAt: atMs, reason } = refused;
  return { atMs, state: { state: 'refused', refusedAtMs: atMs, reason } };
}

async function readFitting<Schema extends z.ZodType<{ deliveryId: string }>>(
  path: string,
  schema: Schema,
  id: string,
): Promise<z.output<Schema> | undefined> {
  const text = await readBounded(path);
  if (text === undefined) return undefined;
  const read = schema.safeParse(parse(text));
  if (!read.success) throw garbage('it does not fit');
  if (read.data.deliveryId !== id) throw garbage('it is about another delivery');
  return read.data;
}

/** Never through a link, and never waiting for what only looks like a file. */
async function readBounded(path: string): Promise<string | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(absent);
  if (!file) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw garbage('it is no file');
    if (stats.size > MAX_BYTES) throw garbage('it is too large');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ELOOP') throw garbage('it is a link');
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function garbage(what: string): ConnectorError {
  return new ConnectorError('garbage', 'receipt', `receipt of the receiver: ${what}`);
}
