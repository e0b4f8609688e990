import { applyPatch, emptyState } from '../../engine/embedded/store.ts';
import type {
  ElementInstance,
  Incident,
  InstanceState,
  LoadedInstance,
  ParkedToken,
  VariableRow,
  Wait,
} from '../../engine/embedded/store.ts';
import { withoutNulls } from './without-nulls.ts';

/** A row of `LOAD_STATEMENT`. */
export interface LoadedRow {
  readonly root: string;
  readonly version: number;
  readonly state: InstanceState['status'];
  readonly next_key: number;
  readonly process_id: string;
  readonly bundle_hash: string;
  readonly case_id: string | null;
  readonly definition: string;
  readonly start_key: string | null;
  readonly started_by_name: string | null;
  readonly started_by_key: string | null;
  readonly elements: Omit<ElementInstance, 'phase'>[];
  readonly tokens: ParkedToken[];
  readonly jobs: Wait[];
  readonly timers: (Extract<Wait, { kind: 'timer' }> & {
    cycleText?: string;
    cycleFired?: number;
  })[];
  readonly subscriptions: Wait[];
  readonly tasks: Wait[];
  readonly incidents: Incident[];
  readonly variables: VariableRow[];
}

export function loadedInstance(row: LoadedRow): LoadedInstance {
  return {
    meta: {
      rootKey: row.root,
      definitionKey: row.definition,
      processId: row.process_id,
      bundleHash: row.bundle_hash,
      ...(row.case_id === null ? {} : { caseId: row.case_id }),
      ...(row.start_key === null ? {} : { startKey: row.start_key }),
      ...(row.started_by_name === null
        ? {}
        : { startedBy: { name: row.started_by_name, correlationKey: row.started_by_key ?? '' } }),
    },
    version: row.version,
    state: stateOf(row),
  };
}

function stateOf(row: LoadedRow): InstanceState {
  const state = emptyState();
  const elements = row.elements.map((element) => withoutNulls({ ...element, phase: 'active' }));
  const timers = row.timers.map(({ cycleText, cycleFired, ...timer }) =>
    cycleText == null ? timer : { ...timer, cycle: { text: cycleText, fired: cycleFired ?? 0 } },
  );
  const waits = [...row.jobs, ...timers, ...row.subscriptions, ...row.tasks]
    .map((wait) => withoutNulls(wait))
    .sort((one, other) => one.key - other.key);
  applyPatch(state, {
    nextKey: row.next_key,
    status: row.state,
    elements: { put: elements as ElementInstance[], ended: [] },
    tokens: { put: row.tokens, removed: [] },
    waits: { put: waits, removed: [] },
    incidents: { put: row.incidents.map((incident) => withoutNulls(incident)), removed: [] },
    variables: row.variables,
  });
  return state;
}
