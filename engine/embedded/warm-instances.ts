import type { InstanceState } from '../interpreter/index.ts';
import type { EngineStore, InstanceMeta } from './store.ts';

/** An instance in memory; its version in the database tells whether it is stale. */
export interface WarmInstance {
  readonly meta: InstanceMeta;
  version: number;
  readonly state: InstanceState;
}

export interface WarmInstances {
  /** From memory, else from the database; those that are nowhere are missing. */
  get(rootKeys: readonly string[]): Promise<Map<string, WarmInstance>>;
  /** From the database, whatever is in memory. */
  reread(rootKeys: readonly string[]): Promise<Map<string, WarmInstance>>;
  keep(instance: WarmInstance): void;
  drop(rootKey: string): void;
}

/**
 * Bounded: the one that was used longest ago goes first.
 * @param ensureDefinitions makes ready what an instance runs: a called process may come from a
 *   bundle that is neither the newest nor the caller's
 */
export function makeWarmInstances(
  store: EngineStore,
  max: number,
  ensureDefinitions: (definitionKeys: readonly string[]) => Promise<void>,
): WarmInstances {
  const kept = new Map<string, WarmInstance>();

  const keep = (instance: WarmInstance): void => {
    kept.delete(instance.meta.rootKey);
    kept.set(instance.meta.rootKey, instance);
    if (kept.size <= max) return;
    const [oldest] = kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
  };

  const reread = async (rootKeys: readonly string[]): Promise<Map<string, WarmInstance>> => {
    const found = new Map<string, WarmInstance>();
    const loaded = rootKeys.length === 0 ? [] : await store.load(rootKeys);
    await ensureDefinitions(loaded.flatMap(({ state }) => definitionsOf(state)));
    for (const instance of loaded) {
      // While it was read, a step may have made a newer one warm.
      const newer = kept.get(instance.meta.rootKey);
      const chosen = newer !== undefined && newer.version >= instance.version ? newer : instance;
      found.set(instance.meta.rootKey, chosen);
      keep(chosen);
    }
    return found;
  };

  return {
    async get(rootKeys) {
      const missing = rootKeys.filter((rootKey) => !kept.has(rootKey));
      const warm = rootKeys.flatMap((rootKey) => kept.get(rootKey) ?? []);
      const found = await reread(missing);
      for (const instance of warm) found.set(instance.meta.rootKey, instance);
      return found;
    },
    reread,
    keep,
    drop: (rootKey) => {
      kept.delete(rootKey);
    },
  };
}

function definitionsOf({ elements }: InstanceState): string[] {
  return [...elements.rows.values()].flatMap(({ definitionKey }) => definitionKey ?? []);
}
