import type { FaultWorld } from './world.ts';

interface EffectRow {
  readonly key: string;
  readonly number: string;
  readonly topic: string;
  readonly purpose: string;
  readonly state: string;
  readonly accepted: boolean | null;
}

/** One effect outside per key, and every effect that we have noted has happened. */
export async function effectViolations(world: FaultWorld): Promise<string[]> {
  const seen = await world.city.effects();
  const { rows } = await world.pool.query<EffectRow>(
    `select e.key, f.number, e.topic, e.purpose, e.state, (e.result ->> 'accepted')::boolean as accepted
     from effect e join case_file f on f.id = e.case_id`,
  );
  return [
    ...twice('payments of request', seen.payments),
    ...twice('bookings', seen.bookings),
    ...twice('bookings of item', seen.bookingsByItem),
    ...rows.filter((row) => !isFinished(row)).map((row) => `${describe(row)} is ${row.state}`),
    ...bookingViolations(rows, seen.bookings),
    ...mailViolations(rows, seen.mails),
  ];
}

function twice(what: string, counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 1)
    .map(([key, count]) => `${count} ${what} ${key}`);
}

/** The payment service cannot be asked by our key: an attempt without an answer stays in doubt. */
function isFinished({ state, purpose }: EffectRow): boolean {
  return state === 'done' || (state === 'in-doubt' && purpose === 'create-payment');
}

function bookingViolations(
  rows: readonly EffectRow[],
  bookings: Readonly<Record<string, number>>,
): string[] {
  const noted = rows.filter(({ purpose }) => purpose === 'book');
  return [
    ...noted
      .filter(({ key }) => bookings[key] !== 1)
      .map((row) => `${describe(row)} is not at the library`),
    ...Object.keys(bookings)
      .filter((key) => !noted.some((row) => row.key === key))
      .map((key) => `booking ${key} at the library is nobody's`),
  ];
}

/** Copies are allowed, but every copy carries the same Message-ID, and there is one per purpose. */
function mailViolations(
  rows: readonly EffectRow[],
  mails: Readonly<Record<string, number>>,
): string[] {
  const noted = rows.filter(({ topic }) => topic === 'notify');
  const ids = Object.keys(mails);
  const missing = noted.filter(({ key, accepted }) => accepted && !ids.some((id) => has(id, key)));
  const perPurpose = new Map<string, number>();
  for (const { number, purpose } of noted) {
    perPurpose.set(`${number} ${purpose}`, (perPurpose.get(`${number} ${purpose}`) ?? 0) + 1);
  }
  return [
    ...missing.map((row) => `${describe(row)} did not arrive`),
    ...ids
      .filter((id) => !noted.some(({ key }) => has(id, key)))
      .map((id) => `mail ${id} is nobody's`),
    ...[...perPurpose]
      .filter(([, count]) => count > 1)
      .map(([purpose, count]) => `${purpose}: ${count} mails with Message-IDs of their own`),
  ];
}

function has(messageId: string, key: string): boolean {
  return messageId.includes(key);
}

function describe({ number, topic, purpose, key }: EffectRow): string {
  return `${number}: effect ${topic} ${purpose} ${key}`;
}
