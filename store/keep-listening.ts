import { setTimeout as pause } from 'node:timers/promises';
import type { PgSettings } from './connection.ts';
import { LastingClient } from './lasting-client.ts';

export interface ListeningOptions {
  readonly hear: (payload: string) => void;
  /** The connection stands (again): something may have been missed meanwhile. */
  readonly listening?: () => void;
  readonly lost?: (error: unknown) => void;
}

export interface Listening {
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that is just being made ends by its own time-out. */
const CLOSE_LIMIT_MS = 2_000;

/** Keeps a connection for notifications of a channel, and makes a new one whenever it is lost. */
export function keepListening(
  settings: PgSettings,
  channel: string,
  options: ListeningOptions,
): Listening {
  const over = new AbortController();
  const loop = listenAgainAndAgain(settings, channel, options, over.signal);
  return {
    async close() {
      over.abort();
      await Promise.race([loop, pause(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}

async function listenAgainAndAgain(
  settings: PgSettings,
  channel: string,
  options: ListeningOptions,
  over: AbortSignal,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!over.aborted) {
    const listening = (): void => {
      pauseMs = FIRST_PAUSE_MS;
      options.listening?.();
    };
    await listenOnce(settings, channel, { ...options, listening }, over);
    await pause(pauseMs, undefined, { signal: over }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/** Until the connection is lost or it is over; never throws. */
async function listenOnce(
  settings: PgSettings,
  channel: string,
  { hear, listening, lost }: ListeningOptions,
  over: AbortSignal,
): Promise<void> {
  const client = new LastingClient(settings);
  client.on('notification', ({ payload }) => hear(payload ?? ''));
  let leave: () => void = () => undefined;
  const gone = new Promise<unknown>((resolve) => {
    leave = () => resolve(undefined);
    client.once('end', leave);
    client.on('error', resolve);
    over.addEventListener('abort', leave);
  });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    listening?.();
    const error = await gone;
    if (!over.aborted) lost?.(error);
  } catch (error) {
    if (!over.aborted) lost?.(error);
  }
  over.removeEventListener('abort', leave);
  await client.end().catch(() => undefined);
}
