import { IANAZone } from 'luxon';
import { daysOf } from './calendar.ts';
import { DAY_SECONDS } from './feel-values.ts';
import type { FeelDateTime } from './feel-values.ts';

const MAX_DATE_SECONDS = 8.64e12;

export function isZone(name: string): boolean {
  return name.length < 64 && IANAZone.isValidZone(name);
}

/** Seconds east of UTC at an instant. */
export function offsetAt(zone: string, epochSeconds: number): number {
  if (Math.abs(epochSeconds) > MAX_DATE_SECONDS) return 0;
  return IANAZone.create(zone).offset(epochSeconds * 1000) * 60;
}

/**
 * The offset that holds at a local time. In the hour that spring leaves out the offset before it
 * counts (02:30 is 03:30), in the repeated hour of autumn the first one.
 */
function offsetOfLocal(zone: string, localSeconds: number): number {
  const [earlier, later] = [localSeconds - DAY_SECONDS, localSeconds + DAY_SECONDS].map((seconds) =>
    offsetAt(zone, seconds),
  ) as [number, number];
  if (earlier === later) return earlier;
  const fits = (offset: number) => offsetAt(zone, localSeconds - offset) === offset;
  return !fits(earlier) && fits(later) ? later : earlier;
}

function localSecondsOf({ date, time }: FeelDateTime): number {
  return daysOf(date) * DAY_SECONDS + time.seconds;
}

/** The offset of a date and time; local ones are of `zone`. */
export function offsetOf(value: FeelDateTime, zone: string): number {
  return value.time.offset ?? offsetOfLocal(value.time.zone ?? zone, localSecondsOf(value));
}

/** Seconds since 1970 UTC; local times are of `zone`. */
export function epochSecondsOf(value: FeelDateTime, zone: string): number {
  return localSecondsOf(value) - offsetOf(value, zone);
}
