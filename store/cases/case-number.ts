import { QueryTypes } from 'sequelize';
import type { StoreContext } from '../store-context.ts';

/**
 * The next number `PREFIX-YYYY-NNNNNN`. Taken outside the submission's transaction, so that
 * submissions do not wait for each other; one that fails leaves a gap.
 */
export async function nextCaseNumber(
  { sequelize, clock }: StoreContext,
  prefix: string,
): Promise<string> {
  const year = yearInGermany(clock.now());
  const [row] = await sequelize.query<{ last: number }>(
    `insert into case_number (prefix, year, last) values ($1, $2, 1)
     on conflict (prefix, year) do update set last = case_number.last + 1 returning last`,
    { bind: [prefix, year], type: QueryTypes.SELECT },
  );
  return `${prefix}-${year}-${String(row?.last).padStart(6, '0')}`;
}

/** Around new year the year of an office is not that of UTC. */
function yearInGermany(atMs: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', year: 'numeric' });
  return Number(parts.format(atMs));
}
