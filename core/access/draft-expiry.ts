import { LOCAL_ZONE } from '../i18n/format.ts';
import { addDuration } from '../../engine/feel/index.ts';

/** When a draft that begins now is removed; `life` is an ISO 8601 duration such as `P14D`. */
export function draftExpiryMs(nowMs: number, life: string): number {
  return addDuration(nowMs, life, LOCAL_ZONE);
}
