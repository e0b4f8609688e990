import { STATE_SCHEMA } from '../../engine/embedded/store.ts';
import type { ElementInstance, InstanceWrite, Wait } from '../../engine/embedded/store.ts';
import { writeJson } from '../../engine/feel/index.ts';
import { messageRow } from './message-row.ts';

type Row = Record<string, unknown>;

/** The parameters of `COMMIT_STATEMENT`: rows of all writes, table by table, as JSON. */
export function commitParameters(writes: readonly InstanceWrite[]): string[] {
  const rows: Row[][] = Array.from({ length: 13 }, () => []);
  for (const write of writes) collect(write, rows);
  return rows.map((table) => writeJson(table));
}

function collect(write: InstanceWrite, rows: Row[][]): void {
  const [created, advanced] = rows as [Row[], Row[]];
  if (write.expectedVersion === 0) created.push(newInstance(write));
  else advanced.push(advancedInstance(write));
  collectElements(write, rows);
  collectWaits(write, rows);
  collectRest(write, rows);
}

function endedAt({ patch, nowMs }: InstanceWrite): number | null {
  return patch.status === 'active' ? null : nowMs;
}

function newInstance(write: InstanceWrite): Row {
  const { meta, patch, nowMs } = write;
  return {
    key: meta.rootKey,
    schema: STATE_SCHEMA,
    state: patch.status,
    next: patch.nextKey,
    process: meta.processId,
    definition: meta.definitionKey,
    bundle: meta.bundleHash,
    case: meta.caseId ?? null,
    start: meta.startKey ?? null,
    by_name: meta.startedBy?.name ?? null,
    by_key: meta.startedBy?.correlationKey ?? null,
    now: nowMs,
    ended: endedAt(write),
    ...messageUse(write),
  };
}

function messageUse({ message }: InstanceWrite): Row {
  return { message: message?.messageKey ?? null, taker: message?.processId ?? null };
}

function advancedInstance(write: InstanceWrite): Row {
  const { meta, patch, heldJob, expectedVersion } = write;
  return {
    key: meta.rootKey,
    version: expectedVersion,
    state: patch.status,
    next: patch.nextKey,
    ended: endedAt(write),
    job: heldJob?.key ?? null,
    owner: heldJob?.holder ?? null,
    ...messageUse(write),
  };
}

function collectElements(write: InstanceWrite, rows: Row[][]): void {
  const root = write.meta.rootKey;
  const ended = new Map(write.patch.elements.ended.map((end) => [end.key, end]));
  for (const row of write.patch.elements.put) {
    // What was there before changes only by ending.
    if (write.state.elements.rows.has(row.key)) continue;
    const end = ended.get(row.key);
    rows[2]?.push({
      ...elementRow(write, row),
      state: end?.state ?? 'active',
      ended: end?.endedAtMs ?? null,
    });
  }
  for (const end of write.patch.elements.ended) {
    if (!end.fresh) rows[3]?.push({ root, key: end.key, state: end.state, ended: end.endedAtMs });
  }
}

function elementRow(write: InstanceWrite, row: ElementInstance): Row {
  return {
    root: write.meta.rootKey,
    key: row.key,
    id: row.elementId,
    type: row.type,
    scope: row.scopeKey,
    process: row.processKey,
    process_id: write.processIdOf(row.processKey),
    definition: row.definitionKey ?? null,
    via: row.via,
    started: row.startedAtMs,
  };
}

function collectWaits(write: InstanceWrite, rows: Row[][]): void {
  const stopped = stoppedJobs(write);
  for (const wait of write.patch.waits.put) {
    if (wait.kind === 'job') rows[5]?.push(jobRow(write, wait, stopped.has(wait.key)));
    else if (wait.kind === 'timer') rows[6]?.push(timerRow(write, wait));
    else if (wait.kind === 'task') rows[7]?.push(taskRow(write, wait));
    else rows[8]?.push(subscriptionRow(write, wait));
  }
}

/** Jobs with an open incident after the step: nobody may take them. */
function stoppedJobs({ patch, state }: InstanceWrite): Set<number> {
  const removed = new Set(patch.incidents.removed);
  const open = [...state.incidents.rows.values()].filter(({ key }) => !removed.has(key));
  return new Set([...open, ...patch.incidents.put].map(({ jobKey }) => jobKey ?? 0));
}

type WaitOf<Kind extends Wait['kind']> = Extract<Wait, { kind: Kind }>;

function jobRow(write: InstanceWrite, wait: WaitOf<'job'>, stopped: boolean): Row {
  const lock = write.lockedJobs.get(wait.key);
  return {
    root: write.meta.rootKey,
    key: wait.key,
    element: wait.elementKey,
    id: wait.targetId,
    topic: wait.jobType,
    retries: wait.retries,
    headers: wait.headers,
    due: write.jobDueAtMs.get(wait.key) ?? write.nowMs,
    owner: lock?.holder ?? null,
    until: lock?.untilMs ?? 0,
    stopped,
  };
}

function timerRow(write: InstanceWrite, wait: WaitOf<'timer'>): Row {
  return {
    root: write.meta.rootKey,
    key: wait.key,
    element: wait.elementKey,
    target: wait.targetId,
    due: wait.dueAtMs,
    cycle: wait.cycle?.text ?? null,
    fired: wait.cycle?.fired ?? null,
  };
}

function taskRow(write: InstanceWrite, wait: WaitOf<'task'>): Row {
  return {
    root: write.meta.rootKey,
    key: wait.key,
    element: wait.elementKey,
    id: wait.targetId,
    process_id: processIdOfElement(write, wait.elementKey),
    form: wait.formReference ?? null,
    assignee: wait.assignee ?? null,
    groups: wait.candidateGroups,
    users: wait.candidateUsers,
    due: wait.dueAtMs ?? null,
    follow_up: wait.followUpAtMs ?? null,
    priority: wait.priority,
    now: write.nowMs,
  };
}

function subscriptionRow(write: InstanceWrite, wait: WaitOf<'message'>): Row {
  return {
    root: write.meta.rootKey,
    key: wait.key,
    element: wait.elementKey,
    target: wait.targetId,
    process_id: processIdOfElement(write, wait.elementKey),
    name: wait.name,
    correlation: wait.correlationKey,
  };
}

function collectRest(write: InstanceWrite, rows: Row[][]): void {
  const { patch, nowMs, meta } = write;
  const root = meta.rootKey;
  for (const { scopeKey, name, value } of patch.variables) {
    rows[4]?.push({ root, scope: scopeKey, name, value, now: nowMs });
  }
  for (const incident of patch.incidents.put) {
    rows[9]?.push({
      root,
      key: incident.key,
      element: incident.elementKey,
      id: incident.elementId,
      process_id: processIdOfElement(write, incident.elementKey),
      code: incident.code,
      message: incident.message,
      retry: incident.retry,
      job: incident.jobKey ?? null,
      created: incident.createdAtMs,
    });
  }
  for (const token of patch.tokens.put) {
    const { key, scopeKey: scope, gatewayId: gateway, flowId: flow } = token;
    rows[10]?.push({ root, key, scope, gateway, flow });
  }
  rows[11]?.push(...goneRows(write));
  for (const message of write.messages) rows[12]?.push({ root, ...messageRow(message) });
}

function goneRows({ patch, nowMs: now, meta: { rootKey: root } }: InstanceWrite): Row[] {
  const waits = patch.waits.removed.map(({ key, kind, outcome }) => ({
    root,
    key,
    kind,
    outcome: outcome === 'done' ? 'completed' : outcome,
    now,
  }));
  const tokens = patch.tokens.removed.map((key) => ({ root, key, kind: 'token', now }));
  const incidents = patch.incidents.removed.map((key) => ({ root, key, kind: 'incident', now }));
  return [...waits, ...tokens, ...incidents];
}

function processIdOfElement(write: InstanceWrite, elementKey: number): string {
  const row =
    write.patch.elements.put.find(({ key }) => key === elementKey) ??
    write.state.elements.rows.get(elementKey);
  return write.processIdOf(row?.processKey ?? 0);
}
