import type { Log } from '../../core/log.ts';
import type { PgSettings } from '../connection.ts';
import type { Listening } from '../keep-listening.ts';
import { keepListening } from '../keep-listening.ts';

/** The channel on which a commit tells every process that there are commands. */
export const COMMAND_CHANNEL = 'amtsweg_engine_command';

/** Wakes those who wait for new engine commands, whichever process wrote them. */
export interface CommandSignal {
  /** Something was committed here. */
  fire(): void;
  onNew(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Listens while anybody is interested. A connection that was lost and made again counts as a
 * signal: something may have been missed.
 */
export function makeCommandSignal(settings: PgSettings, log: Log): CommandSignal {
  const listeners = new Set<() => void>();
  let connection: Listening | undefined;
  const fire = (): void => {
    for (const listener of listeners) listener();
  };
  const connect = (): Listening =>
    keepListening(settings, COMMAND_CHANNEL, {
      hear: fire,
      listening: fire,
      lost: (error) => log.warn({ err: error }, 'no longer listening for engine commands'),
    });
  return {
    fire,
    onNew(listener) {
      listeners.add(listener);
      connection ??= connect();
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      await connection?.close();
    },
  };
}
