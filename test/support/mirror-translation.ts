import type { EngineStore, Incident, InstanceWrite, Wait } from '../../engine/embedded/store.ts';
import type { EngineChange } from '../../engine/mirror.ts';

/** Tells every write of an embedded engine as the changes of an engine elsewhere. */
export function tellingStore(
  store: EngineStore,
  tell: (changes: EngineChange[]) => void,
): EngineStore {
  return {
    ...store,
    async commit(writes) {
      const told = writes.map((write) => [write.meta.rootKey, changesOf(write)] as const);
      const outcome = await store.commit(writes);
      for (const [rootKey, changes] of told) if (outcome.applied.has(rootKey)) tell(changes);
      return outcome;
    },
  };
}

/** The link of a root names its case: only the mirror knows which root key was taken for it. */
function changesOf(write: InstanceWrite): EngineChange[] {
  const { patch, meta, nowMs: atMs } = write;
  const told = translator(write);
  return [
    ...(write.expectedVersion === 0 ? [told.link(meta.caseId ?? '')] : []),
    ...patch.elements.put.flatMap(({ key }) => told.began(key)),
    ...patch.variables
      .filter(({ scopeKey }) => scopeKey > 0)
      .map(({ scopeKey, name, value }) => ({
        ...told.of(scopeKey),
        kind: 'variable' as const,
        scopeKey: told.key(scopeKey),
        name,
        value: value as never,
      })),
    ...patch.waits.put.flatMap((wait) => told.wait(wait, 'open')),
    ...patch.incidents.put.map((incident) => told.incident(incident, 'open')),
    ...patch.waits.removed.flatMap(({ key, outcome }) =>
      told.wait(told.waitOf(key), outcome === 'done' ? 'completed' : 'cancelled'),
    ),
    ...patch.incidents.removed.map((key) => told.incident(told.incidentOf(key), 'resolved')),
    ...patch.elements.ended.map(({ key, state }) => ({
      ...told.of(key),
      kind: 'element-ended' as const,
      key: told.key(key),
      state,
      atMs,
    })),
  ];
}

function translator({ meta, patch, state, nowMs: atMs, processIdOf }: InstanceWrite) {
  const key = (number: number) => `${meta.rootKey}/${number}`;
  const find = <Row extends { readonly key: number }>(
    put: readonly Row[],
    rows: ReadonlyMap<number, Row>,
    wanted: number,
  ) => (put.find((row) => row.key === wanted) ?? rows.get(wanted)) as Row;
  const element = (wanted: number) => find(patch.elements.put, state.elements.rows, wanted);
  const of = (elementKey: number) => ({
    instanceKey: key(element(elementKey).processKey),
    atMs,
  });
  const place = (row: { readonly key: number; readonly elementKey: number }) => ({
    ...of(row.elementKey),
    key: key(row.key),
    elementKey: key(row.elementKey),
    processId: processIdOf(element(row.elementKey).processKey),
  });
  return {
    key,
    of,
    waitOf: (wanted: number) => find(patch.waits.put, state.waits.rows, wanted),
    incidentOf: (wanted: number) => find(patch.incidents.put, state.incidents.rows, wanted),
    link: (rootKey: string): EngineChange => ({ ...of(1), kind: 'link', rootKey }),
    began(elementKey: number): EngineChange[] {
      if (state.elements.rows.has(elementKey)) return [];
      const row = element(elementKey);
      const isProcess = row.type === 'process';
      const scope = isProcess ? 'callerKey' : 'scopeKey';
      return [
        {
          ...of(elementKey),
          kind: 'element-began',
          key: key(elementKey),
          elementId: row.elementId,
          type: row.type,
          ...(row.scopeKey === 0 ? {} : { [scope]: key(row.scopeKey) }),
          definitionKey: `definition of ${processIdOf(row.processKey)}`,
          processId: processIdOf(row.processKey),
          via: row.via,
        },
      ];
    },
    wait(wait: Wait, outcome: 'open' | 'completed' | 'cancelled'): EngineChange[] {
      if (wait.kind === 'timer') {
        const { dueAtMs, targetId } = wait;
        const timer = outcome === 'open' ? 'open' : 'gone';
        return [{ ...place(wait), kind: 'timer', targetId, state: timer, dueAtMs }];
      }
      if (wait.kind !== 'task') return [];
      const { elementKey: _element, key: _key, targetId: elementId, ...task } = wait;
      return [{ ...task, ...place(wait), kind: 'task', elementId, state: outcome }];
    },
    incident({ jobKey, ...incident }: Incident, now: 'open' | 'resolved'): EngineChange {
      const { elementId, code, message } = incident;
      const job = jobKey === undefined ? {} : { jobKey: key(jobKey) };
      return { ...place(incident), ...job, kind: 'incident', elementId, state: now, code, message };
    },
  };
}
