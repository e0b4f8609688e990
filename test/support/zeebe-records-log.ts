import type { Log } from '../../core/log.ts';

/** A log that writes nowhere and keeps what it was told. */
export function silentLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (_fields: object, message: string) => void lines.push(message);
  return { log: { debug: keep, info: keep, warn: keep, error: keep }, lines };
}
