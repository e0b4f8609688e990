import type { Transaction } from 'sequelize';
import type { StoreContext } from '../store-context.ts';

/**
 * Everybody who issues to a holder or for a subject, or ends what a holder has, waits here for the
 * other one, in an order of its own, so that two never wait for each other.
 *
 * @param owners kind and blind index of holder or subject
 */
export async function lockOwners(
  { sequelize }: StoreContext,
  owners: readonly string[],
  transaction: Transaction,
): Promise<void> {
  for (const owner of owners.toSorted()) {
    await sequelize.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', {
      bind: [owner],
      transaction,
    });
  }
}
