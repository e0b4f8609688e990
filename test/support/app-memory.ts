import { randomBytes, randomUUID } from 'node:crypto';
import type { SessionRepository, StoredSession } from '../../core/access/session-repository.ts';
import { CaseError } from '../../core/cases/case-error.ts';
import type { CaseChange, CaseFile, Draft, EngineCommand } from '../../core/cases/case-file.ts';
import type {
  InboxQuery,
  PageCursor,
  PageQuery,
  ProcessState,
  ReadModel,
  TaskState,
} from '../../core/cases/process-state.ts';
import { cursorAfter } from '../../core/cases/process-state.ts';
import type {
  CaseRepository,
  DraftRepository,
  StoredAuditEntry,
} from '../../core/cases/repositories.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Clock } from '../../core/clock.ts';
import { MAX_DRAFT_BYTES } from '../../core/uploads/upload-limits.ts';

/** Sessions without a database; the rows can be looked at. */
export function memorySessions(): SessionRepository & { rows: Map<string, StoredSession> } {
  const rows = new Map<string, StoredSession>();
  return {
    rows,
    async find(key, nowMs) {
      const row = rows.get(key);
      return row && row.expiresAtMs > nowMs ? row : undefined;
    },
    async save(key, session) {
      rows.set(key, session);
    },
    async prolong(key, expiresAtMs) {
      const row = rows.get(key);
      if (row) rows.set(key, { ...row, expiresAtMs });
    },
    async remove(key) {
      rows.delete(key);
    },
    async removeExpired(nowMs) {
      const expired = [...rows].filter(([, row]) => row.expiresAtMs <= nowMs);
      for (const [key] of expired) rows.delete(key);
      return expired.length;
    },
  };
}

export interface MemoryDrafts extends DraftRepository {
  readonly rows: Map<string, Draft & { token: string; taskKey?: string }>;
}

export function memoryDrafts(clock: Clock): MemoryDrafts {
  const rows: MemoryDrafts['rows'] = new Map();
  const contents = new Map<string, Uint8Array>();
  const ofTask = (taskKey: string) =>
    [...rows.values()].find((row) => row.taskKey === taskKey && row.expiresAtMs > clock.now());
  return {
    rows,
    async create({ owner, ...wanted }) {
      const token = randomBytes(16).toString('base64url');
      const draft: Draft = {
        ...wanted,
        id: randomUUID(),
        answers: {},
        contact: {},
        entries: {},
        completedSteps: [],
        documents: [],
        version: 1,
        createdAtMs: clock.now(),
        ...(owner === undefined ? {} : { ownerMark: `mark ${owner}` }),
      };
      rows.set(draft.id, { ...draft, token });
      return { draft, resumeToken: token };
    },
    ownerMark: (owner) => `mark ${owner}`,
    async takeOver(id, owner) {
      const row = rows.get(id);
      const ownerMark = `mark ${owner}`;
      if (!row || row.submittedCaseId || (row.ownerMark ?? ownerMark) !== ownerMark)
        return undefined;
      rows.set(id, { ...row, ownerMark });
      return rows.get(id);
    },
    ofTask: async (taskKey) => ofTask(taskKey),
    async openForTask({ taskKey, ...wanted }) {
      const found = ofTask(taskKey);
      if (found) return found;
      const { draft } = await this.create(wanted);
      const row = { ...draft, token: `task ${taskKey}`, taskKey };
      rows.set(draft.id, row);
      return row;
    },
    async findByToken(token) {
      const row = [...rows.values()].find((draft) => draft.token === token);
      return row && row.expiresAtMs > clock.now() ? row : undefined;
    },
    async save(id, expectedVersion, change) {
      const row = rows.get(id);
      if (!row || row.version !== expectedVersion || row.submittedCaseId) return undefined;
      const saved = { ...row, ...change, version: row.version + 1 };
      rows.set(id, saved);
      return saved;
    },
    async addDocument(id, { replaces, maxFiles, content, ...document }) {
      const row = rows.get(id);
      if (!row || row.submittedCaseId) return undefined;
      const own = row.documents.filter(({ component }) => component === document.component);
      const same = own.find((one) => Buffer.compare(contents.get(one.id) ?? none, content) === 0);
      if (same) return same.fileName === document.fileName ? row : { sameAs: same.fileName };
      const replaced =
        own.find((one) => one.id === replaces) ?? (maxFiles === 1 ? own[0] : undefined);
      if (!replaced && own.length >= maxFiles) return 'too-many';
      const added = { ...document, id: randomUUID(), sizeBytes: content.byteLength };
      const documents = replaced
        ? row.documents.map((one) => (one === replaced ? added : one))
        : [...row.documents, added];
      const total = documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      if (total > MAX_DRAFT_BYTES) return 'too-much';
      contents.set(added.id, content);
      const saved = { ...row, documents, version: row.version + 1 };
      rows.set(id, saved);
      return saved;
    },
    async removeDocument(id, documentId) {
      const row = rows.get(id);
      if (!row || row.submittedCaseId) return undefined;
      const documents = row.documents.filter((one) => one.id !== documentId);
      if (documents.length === row.documents.length) return row;
      const saved = { ...row, documents, version: row.version + 1 };
      rows.set(id, saved);
      return saved;
    },
    async documentContent(id, documentId) {
      const isThere = rows.get(id)?.documents.some((one) => one.id === documentId);
      return isThere ? contents.get(documentId) : undefined;
    },
    removeExpired: async () => 0,
  };
}

const none = new Uint8Array();

export interface MemoryCases extends CaseRepository {
  readonly files: Map<string, CaseFile>;
  readonly codes: Map<string, string>;
  readonly commands: EngineCommand[];
  readonly events: string[];
  readonly contents: Map<string, Uint8Array>;
}

export function memoryCases(clock: Clock, drafts: MemoryDrafts): MemoryCases {
  const files = new Map<string, CaseFile>();
  const codes = new Map<string, string>();
  const owners = new Map<string, string>();
  const origins = new Map<string, string>();
  const commands: EngineCommand[] = [];
  const events: string[] = [];
  const contents = new Map<string, Uint8Array>();
  const trails = new Map<string, StoredAuditEntry[]>();
  const submitted = (caseId: string, created: boolean) => {
    const file = files.get(caseId);
    if (!file) throw new Error('case is gone');
    return { file, trackingCode: codes.get(caseId) ?? '', created };
  };
  return {
    files,
    codes,
    commands,
    events,
    contents,
    async submit(draftId, submission) {
      const draft = drafts.rows.get(draftId);
      if (!draft) throw new Error('draft is gone');
      if (draft.submittedCaseId) return submitted(draft.submittedCaseId, false);
      if ((submission.draftVersion ?? draft.version) !== draft.version) {
        throw new CaseError('draft-changed', 'saved meanwhile');
      }
      const id = randomUUID();
      const sequence = String(files.size + 1).padStart(6, '0');
      files.set(id, {
        id,
        number: `${submission.numberPrefix}-2026-${sequence}`,
        procedureKey: draft.procedureKey,
        bundleHash: draft.bundleHash,
        locale: draft.locale,
        answers: submission.answers,
        facts: submission.facts ?? {},
        contact: submission.contact,
        documents: takenAlong(draft, submission.uploads ?? [], clock.now()),
        receivedAtMs: clock.now(),
        version: 1,
      });
      if (draft.ownerMark) owners.set(id, draft.ownerMark);
      if (submission.earlier !== undefined) origins.set(id, submission.earlier);
      codes.set(id, randomBytes(9).toString('hex').toUpperCase().slice(0, 12));
      commands.push(submission.command(id));
      drafts.rows.set(draftId, {
        ...draft,
        answers: {},
        contact: {},
        entries: {},
        documents: [],
        submittedCaseId: id,
      });
      return submitted(id, true);
    },
    find: async (caseId) => files.get(caseId),
    findByNumber: async (number) => [...files.values()].find((one) => one.number === number),
    heads: async (caseIds) => [...files.values()].filter(({ id }) => caseIds.includes(id)),
    ofPerson: async (subject) =>
      [...files.values()].filter(({ id }) => owners.get(id) === `mark ${subject}`).toReversed(),
    begunFrom: async (number) =>
      [...files.values()].filter(({ id }) => origins.get(id) === number).toReversed(),
    async findForPerson(number, subject) {
      const file = [...files.values()].find((one) => one.number === number);
      return file && owners.get(file.id) === `mark ${subject}` ? file : undefined;
    },
    async findByNumberAndCode(number, code) {
      const file = [...files.values()].find((one) => one.number === number);
      return file && codes.get(file.id) === code ? file : undefined;
    },
    async change(caseId, actor, decide) {
      const file = files.get(caseId);
      if (!file) throw new Error('case is gone');
      const change = decide(file);
      if (!change) return file;
      commands.push(...(change.commands ?? []));
      events.push(...change.audit.map(({ event }) => event));
      const atMs = clock.now();
      const entries = change.audit.map((entry) => ({ ...entry, actor, atMs, hash: '' }));
      const earlier = trails.get(caseId) ?? [];
      trails.set(
        caseId,
        [...earlier, ...entries].map((one, at) => ({ ...one, sequence: at + 1 })),
      );
      const changed = applied(file, change, takenUploads(drafts, change, clock.now()));
      files.set(caseId, changed);
      return changed;
    },
    trackingCode: (caseId) => codes.get(caseId) ?? '',
    documentContent: async (_caseId, documentId) => contents.get(documentId),
    documentVersions: () => Promise.reject(new Error('not part of the memory store')),
    auditTrail: async (caseId) => trails.get(caseId) ?? [],
    verifyAuditChain: async () => true,
  };
}

function takenAlong(
  draft: Draft,
  uploads: readonly { readonly draftDocumentId: string; readonly name: string }[],
  createdAtMs: number,
): CaseFile['documents'] {
  return uploads.map(({ draftDocumentId, name }) => {
    const document = draft.documents.find(({ id }) => id === draftDocumentId);
    if (!document) throw new CaseError('draft-changed', 'an upload is gone');
    const { component: _component, ...kept } = document;
    return { ...kept, name, sha256: '', createdAtMs, forApplicant: false };
  });
}

/** They become documents, and the draft of the task goes. */
function takenUploads(drafts: MemoryDrafts, { uploads }: CaseChange, nowMs: number) {
  if (!uploads) return [];
  const draft = drafts.rows.get(uploads.draftId);
  if (!draft) throw new CaseError('draft-changed', 'the uploads are gone');
  drafts.rows.delete(uploads.draftId);
  return takenAlong(draft, uploads.files, nowMs);
}

function applied(
  file: CaseFile,
  change: CaseChange,
  documents: CaseFile['documents'] = [],
): CaseFile {
  const kept = file.documents.filter(({ name }) => !documents.some((one) => one.name === name));
  return {
    ...file,
    documents: [...kept, ...documents],
    answers: { ...file.answers, ...change.answers },
    facts: { ...file.facts, ...change.facts },
    version: file.version + 1,
  };
}

/** The read model as a test sets it. */
export interface MemoryReadModel extends ReadModel {
  readonly processes: Map<string, ProcessState>;
  readonly tasks: Map<string, TaskState>;
  readonly rootVariables: Map<string, JsonObject>;
}

function isWanted(task: TaskState, wanted: Omit<InboxQuery, 'sort' | 'after' | 'limit'>): boolean {
  const { groups, element, dueBeforeMs, claimedBy, caseIds } = wanted;
  return (
    task.state === 'open' &&
    task.candidateGroups.some((group) => groups.includes(group)) &&
    (element === undefined ||
      (task.processId === element.processId && task.elementId === element.elementId)) &&
    (dueBeforeMs === undefined || (task.dueAtMs ?? Infinity) < dueBeforeMs) &&
    (claimedBy === undefined ||
      task.assignee === (claimedBy === 'nobody' ? undefined : claimedBy.subject)) &&
    (caseIds === undefined || caseIds.includes(task.caseId ?? ''))
  );
}

function pageOf<Row extends PageCursor>(rows: readonly Row[], { after, limit }: PageQuery): Row[] {
  const place = ({ createdAtMs, key }: PageCursor) => [createdAtMs, ...key.split('.').map(Number)];
  const compare = (a: PageCursor, b: PageCursor) => {
    const other = place(b);
    return (
      place(a)
        .map((value, index) => value - (other[index] ?? 0))
        .find(Boolean) ?? 0
    );
  };
  return rows
    .filter((row) => after === undefined || compare(row, after) > 0)
    .toSorted(compare)
    .slice(0, limit);
}

export function memoryReadModel(): MemoryReadModel {
  const processes = new Map<string, ProcessState>();
  const tasks = new Map<string, TaskState>();
  const variables = new Map<string, JsonObject>();
  return {
    processes,
    tasks,
    rootVariables: variables,
    processState: async (caseId) => processes.get(caseId),
    task: async (key) => tasks.get(key),
    taskOfElement: async (key) =>
      [...tasks.values()].find(({ elementInstanceKey }) => elementInstanceKey === key),
    async openTasks({ exceptGroup, ...page }) {
      const open = [...tasks.values()].filter(({ state }) => state === 'open');
      const theirs = open.filter(({ candidateGroups }) => !candidateGroups.includes(exceptGroup));
      return pageOf(theirs, page);
    },
    async openIncidents(page) {
      return pageOf(
        [...processes.values()].flatMap((one) => one.openIncidents),
        page,
      );
    },
    async inbox({ sort, after, limit, ...wanted }) {
      const order = (task: TaskState) =>
        cursorAfter(task, sort).value * (sort === 'newest' ? -1 : 1);
      const found = [...tasks.values()]
        .filter((task) => isWanted(task, wanted))
        .toSorted((a, b) => order(a) - order(b) || a.key.localeCompare(b.key));
      const at = found.findIndex(({ key }) => key === `${after?.rootKey}.${after?.key}`);
      return found.slice(at + 1, at + 1 + limit);
    },
    async taskVariables(taskKeys, names) {
      return new Map(
        taskKeys.map((key) => {
          const all = Object.entries(variables.get(tasks.get(key)?.caseId ?? '') ?? {});
          return [key, Object.fromEntries(all.filter(([name]) => names.includes(name)))] as const;
        }),
      );
    },
    variables: async (caseId) => variables.get(caseId) ?? {},
  };
}
