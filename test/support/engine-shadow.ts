import type { EngineStore, InstanceWrite } from '../../engine/embedded/store.ts';
import { applyPatch, emptyState } from '../../engine/interpreter/index.ts';
import type { InstanceState } from '../../engine/interpreter/index.ts';

/** A store that reads back what it wrote: a warm instance must be what a cold one would be. */
export interface ShadowedStore {
  readonly decorate: (store: EngineStore) => EngineStore;
  /** What differed, for the test to look at. */
  readonly differences: { root: string; warm: unknown; cold: unknown }[];
  /** How many steps were compared. */
  compared: number;
}

export function shadowedStore(): ShadowedStore {
  const shadow: ShadowedStore = { decorate, differences: [], compared: 0 };

  function decorate(store: EngineStore): EngineStore {
    const check = async (write: InstanceWrite, warm: unknown): Promise<void> => {
      const [cold] = await store.load([write.meta.rootKey]);
      // Another process may have gone on meanwhile.
      if (cold?.version !== write.expectedVersion + 1) return;
      shadow.compared += 1;
      const seen = asPlain(cold.state);
      if (JSON.stringify(seen) === JSON.stringify(warm)) return;
      shadow.differences.push({ root: write.meta.rootKey, warm, cold: seen });
    };
    return {
      ...store,
      commit: async (writes) => {
        const expected = writes.map((write) => [write, after(write)] as const);
        const outcome = await store.commit(writes);
        for (const [write, warm] of expected) {
          if (outcome.applied.has(write.meta.rootKey)) await check(write, warm);
        }
        return outcome;
      },
    };
  }
  return shadow;
}

/** The state that the write leads to, with the one that it came from left alone. */
function after({ state, patch }: InstanceWrite): unknown {
  const copy = copyOf(state);
  applyPatch(copy, patch);
  return asPlain(copy);
}

export function copyOf(state: InstanceState): InstanceState {
  const copy = emptyState();
  applyPatch(copy, {
    nextKey: state.nextKey,
    status: state.status,
    elements: { put: [...state.elements.rows.values()], ended: [] },
    tokens: { put: [...state.tokens.rows.values()], removed: [] },
    waits: { put: [...state.waits.rows.values()], removed: [] },
    incidents: { put: [...state.incidents.rows.values()], removed: [] },
    variables: [...state.variables].flatMap(([scopeKey, values]) =>
      [...values].map(([name, value]) => ({ scopeKey, name, value })),
    ),
  });
  return copy;
}

/** Rows and variables in the order of keys and names: equal states are equal texts. */
export function asPlain(state: InstanceState): unknown {
  const rows = <Row extends { key: number }>(table: { rows: Map<number, Row> }) =>
    [...table.rows.values()].sort((one, other) => one.key - other.key).map(sorted);
  const variables = [...state.variables]
    .filter(([, values]) => values.size > 0)
    .sort(([one], [other]) => one - other)
    .map(([scope, values]) => [
      scope,
      [...values].sort(([one], [other]) => (one < other ? -1 : 1)),
    ]);
  return {
    status: state.status,
    nextKey: state.nextKey,
    elements: rows(state.elements),
    tokens: rows(state.tokens),
    waits: rows(state.waits),
    incidents: rows(state.incidents),
    variables,
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}
