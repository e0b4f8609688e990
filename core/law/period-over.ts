import { parseDateTime } from '../../engine/feel/index.ts';
import { LOCAL_ZONE, localDay } from '../i18n/format.ts';
import { addDays } from './deadline.ts';

/**
 * When a period of days that begins now is over: with the end of its last day, at midnight local
 * time. The day on which it begins does not count (§ 31 (1) VwVfG, §§ 187 (1), 188 (1) BGB). Models
 * say the same in FEEL, as `ask-applicant` and `collect-fee` do.
 */
export function periodOverMs(nowMs: number, days: number): number {
  return parseDateTime(addDays(localDay(nowMs), days + 1), LOCAL_ZONE);
}
