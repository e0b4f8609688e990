import type { BundleRepository } from '../../core/cases/repositories.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';

export interface CountingRepository extends BundleRepository {
  finds: number;
  isAway: boolean;
}

export function memoryBundles(): CountingRepository {
  const stored = new Map<string, Bundle>();
  const offered = new Map<string, Bundle>();
  return {
    finds: 0,
    isAway: false,
    async save(bundle) {
      stored.set(bundle.hash, bundle);
      offered.set(bundle.key, bundle);
    },
    async find(hash) {
      this.finds += 1;
      if (this.isAway) throw new Error('away');
      return stored.get(hash);
    },
    current: async () => [...offered.values()],
    withdraw: async (key) => void offered.delete(key),
  };
}
