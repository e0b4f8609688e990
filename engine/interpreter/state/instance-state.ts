import type { JsonValue } from '../../feel/index.ts';
import type { ElementInstance, EndState, Incident, ParkedToken, Wait } from './rows.ts';
import type { Patch } from './patch.ts';
import { emptyTable, putRow, removeRow } from './table.ts';
import type { Table } from './table.ts';

/** Raised when the shape of stored rows changes; older states are read by their own reader. */
export const STATE_SCHEMA = 1;

/** A root process instance with everything that it called: what is alive, nothing else. */
export interface InstanceState {
  readonly schema: typeof STATE_SCHEMA;
  status: 'active' | EndState;
  nextKey: number;
  readonly elements: Table<ElementInstance>;
  readonly tokens: Table<ParkedToken>;
  readonly waits: Table<Wait>;
  readonly incidents: Table<Incident>;
  readonly variables: Map<number, Map<string, JsonValue>>;
}

export const ROOT_KEY = 1;

export function emptyState(): InstanceState {
  return {
    schema: STATE_SCHEMA,
    status: 'active',
    nextKey: ROOT_KEY,
    elements: emptyTable((row) => row.scopeKey),
    tokens: emptyTable((row) => row.scopeKey),
    waits: emptyTable((row) => row.elementKey),
    incidents: emptyTable((row) => row.elementKey),
    variables: new Map(),
  };
}

/** Makes the state what the step said. The cost is that of the patch, not of the state. */
export function applyPatch(state: InstanceState, patch: Patch): void {
  state.nextKey = patch.nextKey;
  state.status = patch.status;
  for (const row of patch.elements.put) putRow(state.elements, row);
  for (const ended of patch.elements.ended) {
    removeRow(state.elements, ended.key);
    state.variables.delete(ended.key);
    state.variables.delete(-ended.key);
  }
  for (const row of patch.tokens.put) putRow(state.tokens, row);
  for (const key of patch.tokens.removed) removeRow(state.tokens, key);
  for (const row of patch.waits.put) putRow(state.waits, row);
  for (const row of patch.waits.removed) removeRow(state.waits, row.key);
  for (const row of patch.incidents.put) putRow(state.incidents, row);
  for (const key of patch.incidents.removed) removeRow(state.incidents, key);
  for (const { scopeKey, name, value } of patch.variables) {
    if (state.elements.rows.has(Math.abs(scopeKey)))
      scopeVariables(state, scopeKey).set(name, value);
  }
}

export function scopeVariables(state: InstanceState, scopeKey: number): Map<string, JsonValue> {
  const found = state.variables.get(scopeKey);
  if (found !== undefined) return found;
  const made = new Map<string, JsonValue>();
  state.variables.set(scopeKey, made);
  return made;
}
