import type { AnnouncementRule } from '../law/announcement.ts';
import type { ProcedureConfig } from './procedure-config.ts';

/** Days of the laws, where a procedure says none of its own (§ 9 OZG, Art. 24 BayDiG, § 41 (2a) VwVfG). */
const DAYS = { provision: 3, notice: 3, retrieval: 10 } as const;

/** How a procedure announces its decisions. */
export function announcementRule({ rule, days }: ProcedureConfig['delivery']): AnnouncementRule {
  return rule === 'none' ? { rule } : { rule, days: days ?? DAYS[rule] };
}
