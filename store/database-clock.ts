import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { pgSettings } from './connection.ts';
import { LastingClient } from './lasting-client.ts';

/** A clock that runs as the database's does. */
export interface DatabaseClock extends Clock {
  stop(): void;
}

export interface DatabaseClockOptions {
  readonly databaseUrl: string;
  /** The clock of this machine. */
  readonly clock: Clock;
  readonly log: Log;
  readonly compareEveryMs?: number;
}

const COMPARE_EVERY_MS = 30_000;
/** What two good clocks may differ by. Less is left alone, so that time does not jump for nothing. */
const TOLERATED_MS = 500;

/**
 * All processes on a database go by its clock: locks, timers and the order of the history stand
 * there, and a machine whose clock is wrong would take the work of others out of their hands.
 * Rejects when the database does not answer; later on it keeps to what it last knew.
 */
export async function followDatabaseClock(options: DatabaseClockOptions): Promise<DatabaseClock> {
  const { databaseUrl, clock, log, compareEveryMs = COMPARE_EVERY_MS } = options;
  let correctionMs = 0;
  const compare = async (): Promise<void> => {
    const offMs = await measure(databaseUrl, clock);
    if (Math.abs(offMs - correctionMs) <= TOLERATED_MS) return;
    correctionMs = Math.abs(offMs) <= TOLERATED_MS ? 0 : offMs;
    log.warn({ correctionMs }, 'the clock of this machine is not that of the database');
  };
  await compare();
  const timer = setInterval(() => void compare().catch(() => undefined), compareEveryMs);
  timer.unref();
  return { now: () => clock.now() + correctionMs, stop: () => clearInterval(timer) };
}

/** How far the database is ahead, in whole milliseconds; 0 when that cannot be told from the way. */
async function measure(databaseUrl: string, clock: Clock): Promise<number> {
  const client = new LastingClient(pgSettings(databaseUrl, 'clock'));
  try {
    await client.connect();
    const sentMs = clock.now();
    const { rows } = await client.query<{ now: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
    );
    const receivedMs = clock.now();
    const aheadMs = (rows[0]?.now ?? 0) - (sentMs + receivedMs) / 2;
    return Math.abs(aheadMs) <= receivedMs - sentMs ? 0 : Math.round(aheadMs);
  } finally {
    await client.end().catch(() => undefined);
  }
}
