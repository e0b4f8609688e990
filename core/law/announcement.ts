import { addDays } from './deadline.ts';

/**
 * How a decision in the mailbox is announced (Bekanntgabe), and within how many days. Which rule
 * a city goes by is its own to say (`procedure.json`): federal law and the Länder differ.
 *
 * - `provision`: so many days after it was provided in the mailbox of an account, with a notice of it
 *   by that day (§ 9 (1) OZG in the text of 24 July 2024: 3)
 * - `notice`: so many days after the notice of it was sent (Art. 24 BayDiG: 3)
 * - `retrieval`: the day after it was retrieved; not at all when nobody retrieves it within so many
 *   days after the notice (§ 41 (2a) VwVfG: 10)
 *
 * Where a rule lacks what it rests on (no account, no notice), nothing counts by itself: only who
 * retrieves it within those days has it announced; else it has to go by post.
 */
export type AnnouncementRule =
  | { readonly rule: 'none' }
  | { readonly rule: 'provision' | 'notice' | 'retrieval'; readonly days: number };

/** Days in the zone of the authority, ISO dates; absent what has not happened. */
export interface DeliveryDays {
  readonly providedOn?: string;
  readonly noticeSentOn?: string;
  /** The first time. */
  readonly retrievedOn?: string;
  /** The mailbox is that of an account; a guest's is none in the sense of the law. */
  readonly inAccount: boolean;
  readonly today: string;
}

/** `failed`: it has to go by post. `day` of `waiting`: when it will count as announced. */
export type Announcement =
  | { readonly state: 'announced'; readonly day: string }
  | { readonly state: 'waiting'; readonly day?: string }
  | { readonly state: 'failed' };

/**
 * The day of the event does not count (§ 31 VwVfG, § 187 BGB). The day itself is no deadline:
 * weekends and holidays do not move it in administrative law (§ 108 (3) AO does).
 */
export function announcement(rule: AnnouncementRule, days: DeliveryDays): Announcement {
  switch (rule.rule) {
    case 'none':
      return { state: 'waiting' };
    case 'provision':
      return wasToldInTime(days)
        ? on(addDays(days.providedOn, rule.days), days.today)
        : byRetrieval(rule.days, days);
    case 'notice':
      return days.noticeSentOn === undefined
        ? byRetrieval(rule.days, days)
        : on(addDays(days.noticeSentOn, rule.days), days.today);
    case 'retrieval':
      return byRetrieval(rule.days, days);
  }
}

/** Into the account, and with a notice at the latest on the same day. */
function wasToldInTime(days: DeliveryDays): days is DeliveryDays & { providedOn: string } {
  const { inAccount, providedOn, noticeSentOn } = days;
  if (!inAccount || providedOn === undefined || noticeSentOn === undefined) return false;
  return noticeSentOn <= providedOn;
}

function byRetrieval(
  limitDays: number,
  { providedOn, noticeSentOn, retrievedOn, today }: DeliveryDays,
): Announcement {
  const begunOn = noticeSentOn ?? providedOn;
  if (begunOn === undefined) return { state: 'waiting' };
  const last = addDays(begunOn, limitDays);
  if (retrievedOn !== undefined && retrievedOn <= last) return on(addDays(retrievedOn, 1), today);
  return today > last ? { state: 'failed' } : { state: 'waiting' };
}

function on(day: string, today: string): Announcement {
  return { state: day <= today ? 'announced' : 'waiting', day };
}
