import type pg from 'pg';
import { z } from 'zod';
import type { EngineSignal, HeardSignal } from '../../engine/embedded/store.ts';
import type { PgSettings } from '../connection.ts';
import { keepListening } from '../keep-listening.ts';

const CHANNEL = 'amtsweg_engine';

const signalSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('jobs'), topic: z.string() }),
  z.object({ type: z.literal('deployment') }),
]);

/** What other processes tell this one, until the returned function is called. */
export function listenForSignals(
  settings: PgSettings,
  listener: (signal: HeardSignal) => void,
): () => Promise<void> {
  const listening = keepListening(settings, CHANNEL, {
    hear: (payload) => {
      const signal = readSignal(payload);
      if (signal !== undefined) listener(signal);
    },
    listening: () => listener({ type: 'missed' }),
  });
  return () => listening.close();
}

/** Whoever may connect to the database may notify: what nobody of us said is nothing. */
function readSignal(payload: string): EngineSignal | undefined {
  try {
    return signalSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

export async function sendSignal(pool: pg.Pool, signal: EngineSignal): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(signal)]);
}
