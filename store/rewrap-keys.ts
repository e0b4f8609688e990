import { Op } from 'sequelize';
import { caseOwner } from './cases/read-case.ts';
import { unwrapKey, wrapKey } from './crypto/data-key.ts';
import { draftOwner, isOpen } from './draft-rows.ts';
import type { StoreContext } from './store-context.ts';
import { inTransaction } from './store-context.ts';

const ROWS_AT_ONCE = 200;

/**
 * Wraps every data key with the current master key, so that an old one can be thrown away. Data
 * stays as it is. Can be stopped and run again. @returns how many keys were wrapped anew
 */
export async function rewrapKeys(context: StoreContext): Promise<number> {
  let total = 0;
  for (const some of [rewrapCases, rewrapDrafts]) {
    for (;;) {
      const count = await some(context);
      total += count;
      if (count === 0) break;
    }
  }
  return total;
}

async function rewrapCases(context: StoreContext): Promise<number> {
  const { models, keys } = context;
  return inTransaction(context, async (transaction) => {
    const rows = await models.caseFile.findAll({
      where: { keyId: { [Op.ne]: keys.currentId } },
      limit: ROWS_AT_ONCE,
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    for (const row of rows) {
      const owner = caseOwner(row.get().id);
      const dataKey = unwrapKey(keys, owner, row.get());
      await row.update(wrapKey(keys, owner, dataKey), { transaction });
    }
    return rows.length;
  });
}

async function rewrapDrafts(context: StoreContext): Promise<number> {
  const { models, keys } = context;
  return inTransaction(context, async (transaction) => {
    const rows = await models.draft.findAll({
      where: { keyId: { [Op.ne]: keys.currentId } },
      limit: ROWS_AT_ONCE,
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    for (const row of rows) {
      const stored = row.get();
      if (!isOpen(stored)) continue;
      const owner = draftOwner(stored.id);
      await row.update(wrapKey(keys, owner, unwrapKey(keys, owner, stored)), { transaction });
    }
    return rows.length;
  });
}
