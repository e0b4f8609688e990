import type { BundleRepository } from '../core/cases/repositories.ts';
import type { Bundle } from '../core/procedures/procedure.ts';
import type { BundleRow } from './models/bundle.ts';
import type { StoreContext } from './store-context.ts';
import { inTransaction } from './store-context.ts';

export function makeBundleRepository(context: StoreContext): BundleRepository {
  const { models, clock } = context;
  return {
    save: ({ key, hash, files }) =>
      inTransaction(context, async (transaction) => {
        const row = { key, hash, files: [...files], createdAtMs: clock.now() };
        await models.bundle.bulkCreate([row], { ignoreDuplicates: true, transaction });
        await models.offered.upsert({ key, bundleHash: hash }, { transaction });
      }),
    async find(hash) {
      const row = await models.bundle.findByPk(hash);
      return row ? toBundle(row.get()) : undefined;
    },
    async current() {
      const offered = await models.offered.findAll({ order: [['key', 'ASC']] });
      const hashes = offered.map((row) => row.get().bundleHash);
      const rows = await models.bundle.findAll({
        where: { hash: hashes },
        order: [['key', 'ASC']],
      });
      return rows.map((row) => toBundle(row.get()));
    },
    async withdraw(key) {
      await models.offered.destroy({ where: { key } });
    },
  };
}

function toBundle({ key, hash, files }: BundleRow): Bundle {
  return { key, hash, files: new Map(files) };
}
