import type {
  CaseChange,
  CaseFile,
  DocumentInfo,
  EngineCommand,
} from '../../core/cases/case-file.ts';
import type {
  CaseRepository,
  Effect,
  EffectRepository,
  Payment,
  PaymentRepository,
} from '../../core/cases/repositories.ts';
import { effectKey } from '../../core/effects/effect-key.ts';

/** What the store does with one case, its effects and payments, without a database. */
export interface MemoryStore {
  readonly cases: CaseRepository;
  readonly effects: EffectRepository;
  readonly payments: PaymentRepository;
  file(): CaseFile;
  readonly commands: EngineCommand[];
  readonly events: string[];
  readonly effectRows: Map<string, Effect & { requestHash: string }>;
}

export function memoryStore(start: Partial<CaseFile> = {}): MemoryStore {
  let file = newFile(start);
  const versions: DocumentInfo[] = [...file.documents];
  const contents = new Map<string, Uint8Array>();
  const commands: EngineCommand[] = [];
  const events: string[] = [];
  const apply = (change: CaseChange | undefined): void => {
    if (!change) return;
    commands.push(...(change.commands ?? []));
    events.push(...change.audit.map(({ event }) => event));
    for (const { content, ...document } of change.documents ?? []) {
      const earlier = versions.filter(({ name }) => name === document.name).length;
      const id = `doc-${document.name}${earlier > 0 ? `-${earlier + 1}` : ''}`;
      contents.set(id, content);
      const sizeBytes = content.byteLength;
      versions.push({ ...document, id, sizeBytes, sha256: '', createdAtMs: 0 });
    }
    file = {
      ...file,
      answers: { ...file.answers, ...change.answers },
      facts: { ...file.facts, ...change.facts },
      documents: newest(versions),
      version: file.version + 1,
    };
  };
  const effectRows: MemoryStore['effectRows'] = new Map();
  return {
    cases: memoryCases(() => file, apply, { contents, versions }),
    effects: memoryEffects(effectRows),
    payments: memoryPayments(apply),
    file: () => file,
    commands,
    events,
    effectRows,
  };
}

/** As a case file lists them: the newest version of each name. */
function newest(versions: readonly DocumentInfo[]): DocumentInfo[] {
  return versions.filter(
    (document, index) => !versions.slice(index + 1).some(({ name }) => name === document.name),
  );
}

function newFile(start: Partial<CaseFile>): CaseFile {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    number: 'BG-2026-000001',
    procedureKey: 'bibliotheksgebuehr',
    bundleHash: 'bundle-1',
    locale: 'de',
    answers: {},
    facts: {},
    contact: {},
    documents: [],
    receivedAtMs: 0,
    version: 1,
    ...start,
  };
}

function memoryCases(
  file: () => CaseFile,
  apply: (change: CaseChange | undefined) => void,
  kept: {
    readonly contents: ReadonlyMap<string, Uint8Array>;
    readonly versions: readonly DocumentInfo[];
  },
): CaseRepository {
  const notHere = (): never => {
    throw new Error('not part of the memory store');
  };
  return {
    find: async (caseId) => (caseId === file().id ? file() : undefined),
    async change(_caseId, _actor, decide) {
      apply(decide(file()));
      return file();
    },
    submit: notHere,
    findByNumber: notHere,
    heads: notHere,
    findByNumberAndCode: notHere,
    ofPerson: notHere,
    begunFrom: notHere,
    findForPerson: notHere,
    trackingCode: () => 'ABCDEFGHJKMN',
    documentContent: async (_caseId, documentId) => kept.contents.get(documentId),
    documentVersions: async () => kept.versions,
    auditTrail: notHere,
    verifyAuditChain: notHere,
  };
}

function memoryEffects(rows: MemoryStore['effectRows']): EffectRepository {
  return {
    async intend({ requestHash, ...identity }) {
      const key = effectKey(identity);
      const there = rows.get(key);
      if (there && there.requestHash !== requestHash) throw new Error('effect-request-differs');
      const effect = there ?? { key, state: 'intended' as const, requestHash };
      rows.set(key, effect);
      return { effect, fresh: there === undefined };
    },
    async done(key, result) {
      const row = rows.get(key);
      if (!row) throw new Error('effect-not-found');
      rows.set(key, { ...row, state: 'done', result });
    },
    async inDoubt(key) {
      const row = rows.get(key);
      if (row?.state === 'intended') rows.set(key, { ...row, state: 'in-doubt' });
    },
    async withdraw(key) {
      if (rows.get(key)?.state === 'intended') rows.delete(key);
    },
  };
}

function memoryPayments(apply: (change: CaseChange | undefined) => void): PaymentRepository {
  const rows = new Map<string, Payment>();
  const list = (fits: (payment: Payment) => boolean): Payment[] => [...rows.values()].filter(fits);
  return {
    find: async (id) => rows.get(id),
    ofFee: async (feeId) => list((payment) => payment.feeId === feeId),
    ofCase: async (caseId) => list((payment) => payment.caseId === caseId),
    async create(payment) {
      const [there] = list(
        ({ feeId, attempt }) => feeId === payment.feeId && attempt === payment.attempt,
      );
      if (!there) rows.set(payment.id, payment);
      return there ?? payment;
    },
    dueForCheck: async (nowMs) =>
      list(
        ({ status, nextCheckAtMs, transactionId }) =>
          nextCheckAtMs <= nowMs &&
          (status === 'open' ||
            status === 'expired' ||
            (status === 'in-doubt' && transactionId === undefined)),
      ),
    dueForRefund: async () => list(({ refund }) => refund === 'due'),
    dueForNotice: async () => list(({ refund, notice }) => refund === 'done' && notice === 'due'),
    flagged: async () =>
      list(({ flag, flagClosedAtMs }) => flag !== undefined && flagClosedAtMs === undefined),
    async update(id, _actor, decide) {
      const before = rows.get(id);
      if (!before) throw new Error('payment-not-found');
      const step = decide(
        before,
        list(({ feeId }) => feeId === before.feeId),
      );
      const after = { ...before, ...step?.payment };
      rows.set(id, after);
      apply(step?.change);
      return after;
    },
  };
}
