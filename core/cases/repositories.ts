import type { JsonObject, JsonValue } from '../json.ts';
import type { Bundle } from '../procedures/procedure.ts';
import type { Locale } from '../procedures/texts.ts';
import type {
  Actor,
  AuditEntry,
  CaseChange,
  CaseFile,
  Contact,
  DocumentInfo,
  Draft,
  EngineCommand,
  NewDraftDocument,
  SameFile,
} from './case-file.ts';

/** What the house asks of the store for drafts, cases and everything written with them. */
export interface DraftRepository {
  create(draft: {
    procedureKey: string;
    bundleHash: string;
    locale: Locale;
    expiresAtMs: number;
    /** Account of the person whose draft it is; without, of whoever has the link. */
    owner?: string;
  }): Promise<{ draft: Draft; resumeToken: string }>;
  /** `Draft.ownerMark` of what belongs to this account. */
  ownerMark(owner: string): string;
  /** A draft of nobody becomes this account's; `undefined` when it is somebody else's, or gone. */
  takeOver(id: string, owner: string): Promise<Draft | undefined>;
  /** Where the uploads of an open task are kept until it is answered; no link leads there. */
  ofTask(taskKey: string): Promise<Draft | undefined>;
  /** Makes it, or answers the one that is there. */
  openForTask(task: {
    taskKey: string;
    procedureKey: string;
    bundleHash: string;
    locale: Locale;
    expiresAtMs: number;
  }): Promise<Draft>;
  /** By the secret token of the resume link. Expired and unknown look alike: absent. */
  findByToken(resumeToken: string): Promise<Draft | undefined>;
  /**
   * What is given replaces what was there, answers as a whole: what became irrelevant goes.
   * `undefined` when somebody saved in between (`expectedVersion` does not fit), or it was submitted.
   */
  save(
    id: string,
    expectedVersion: number,
    change: {
      answers?: JsonObject;
      contact?: Contact;
      entries?: JsonObject;
      completedSteps?: readonly string[];
      locale?: Locale;
    },
  ): Promise<Draft | undefined>;
  /**
   * Raises the version like a save. What the field holds already is not kept twice: sent again, it
   * is the draft as it is, under another name it is said which it is. `undefined` when the draft is
   * submitted or gone.
   */
  addDocument(
    id: string,
    document: NewDraftDocument,
  ): Promise<Draft | SameFile | 'too-many' | 'too-much' | undefined>;
  /** The draft without it, also when it was not there. */
  removeDocument(id: string, documentId: string): Promise<Draft | undefined>;
  documentContent(id: string, documentId: string): Promise<Uint8Array | undefined>;
  /** With all that was uploaded into them. */
  removeExpired(nowMs: number): Promise<number>;
}

export interface CaseRepository {
  /**
   * One transaction: case, answers, start command, audit event. Idempotent per draft: a second
   * submission answers the first case (`created: false`).
   */
  submit(
    draftId: string,
    submission: {
      numberPrefix: string;
      /** What the applicant saw; changed since: `draft-changed`, and nothing is submitted. */
      draftVersion?: number;
      /** Of the draft's documents those that the case keeps, and under which name. */
      uploads?: readonly { readonly draftDocumentId: string; readonly name: string }[];
      answers: JsonObject;
      /** What is known at the receipt already: who has signed in. */
      facts?: JsonObject;
      contact: Contact;
      /** Number of the case that the application was begun from. */
      earlier?: string;
      command: (caseId: string) => EngineCommand;
      actor: Actor;
    },
  ): Promise<{ file: CaseFile; trackingCode: string; created: boolean }>;
  find(caseId: string): Promise<CaseFile | undefined>;
  /** For staff, whose right to see it the caller has to ask about. */
  findByNumber(number: string): Promise<CaseFile | undefined>;
  /** What lists show of many cases: nothing that is encrypted. Unknown ones are left out. */
  heads(caseIds: readonly string[]): Promise<CaseHead[]>;
  /** Constant work whether the number or the code is wrong. */
  findByNumberAndCode(number: string, trackingCode: string): Promise<CaseFile | undefined>;
  /** Cases that this account has submitted, the newest first. */
  ofPerson(subject: string): Promise<CaseFile[]>;
  /** Cases that were begun from the one with this number, the newest first, whoever has submitted them. */
  begunFrom(number: string): Promise<CaseFile[]>;
  /** Absent when there is no such case, or it is somebody else's. */
  findForPerson(number: string, subject: string): Promise<CaseFile | undefined>;
  /** What opens the case together with its number: for the applicant alone. */
  trackingCode(caseId: string): string;
  /**
   * Locks the case, lets `decide` say what changes (or nothing), writes it with audit events and
   * commands in one transaction.
   */
  change(
    caseId: string,
    actor: Actor,
    decide: (file: CaseFile) => CaseChange | undefined,
  ): Promise<CaseFile>;
  documentContent(caseId: string, documentId: string): Promise<Uint8Array | undefined>;
  /** Every version of every document, in the order in which they were made. */
  documentVersions(caseId: string): Promise<readonly DocumentInfo[]>;
  auditTrail(caseId: string): Promise<readonly StoredAuditEntry[]>;
  /** True when every hash of the chain fits. */
  verifyAuditChain(caseId: string): Promise<boolean>;
}

export type CaseHead = Pick<
  CaseFile,
  'id' | 'number' | 'procedureKey' | 'bundleHash' | 'receivedAtMs' | 'version'
>;

/** `event` is one of those of its day: a chain keeps what it said. */
export interface StoredAuditEntry extends Omit<AuditEntry, 'event'> {
  readonly event: string;
  readonly sequence: number;
  readonly actor: Actor;
  readonly atMs: number;
  readonly hash: string;
}

export interface PendingCommand {
  readonly id: string;
  readonly caseId: string;
  readonly bundleHash: string;
  readonly command: EngineCommand;
  /** This one included. */
  readonly tries: number;
}

/** One that the engine will not take as it is. */
export interface FailedCommand extends PendingCommand {
  readonly message: string;
}

export interface EngineCommandRepository {
  /** Those due, locked for this process until `lockMs` has passed; in order within a case. */
  claimDue(limit: number, lockMs: number): Promise<PendingCommand[]>;
  markTaken(id: string): Promise<void>;
  markFailed(id: string, failure: { message: string; retryAtMs: number | 'never' }): Promise<void>;
  /** An operator's second chance for one that failed for good. */
  retryFailed(id: string): Promise<boolean>;
  /** Those that failed for good: they hold up what follows in their case. */
  failed(page: { readonly afterId?: string; readonly limit: number }): Promise<FailedCommand[]>;
  /** Those of these keys that the engine has not taken yet, failed ones too. */
  notTaken(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Called whenever a transaction has written commands (in this process or, by notification, in another). */
  onNew(listener: () => void): () => void;
  /** Oldest waiting command, for the health page. */
  backlog(): Promise<{ waiting: number; failed: number; oldestAtMs?: number }>;
}

/** An outside effect, recorded before and after (architecture: exactly once to the outside). */
export interface Effect {
  readonly key: string;
  readonly state: 'intended' | 'done' | 'in-doubt';
  readonly result?: JsonValue;
}

export interface EffectIdentity {
  readonly caseId: string;
  readonly elementInstanceKey: string;
  readonly topic: string;
  /** What for, such as `receipt-mail`: one job may have several effects. */
  readonly purpose: string;
  readonly attempt: number;
  /** SHA-256 of the request: the same key with another request is a programming error. */
  readonly requestHash: string;
}

export interface EffectRepository {
  /** Inserts `intended`, or answers what is there (`fresh: false`). */
  intend(identity: EffectIdentity): Promise<{ effect: Effect; fresh: boolean }>;
  done(key: string, result: JsonValue): Promise<void>;
  inDoubt(key: string, reason: string): Promise<void>;
  /** It is known that nothing happened outside: the row goes, the next try is a fresh one. */
  withdraw(key: string): Promise<void>;
}

export type PaymentStatus =
  'creating' | 'open' | 'paid' | 'refused' | 'abandoned' | 'expired' | 'in-doubt';

/** One attempt to pay; several may exist for one fee. */
export interface Payment {
  /** Also the `requestId` at the payment service. */
  readonly id: string;
  readonly caseId: string;
  /** The fee that it belongs to (correlation key of the process): stable over attempts. */
  readonly feeId: string;
  readonly attempt: number;
  readonly amountCents: number;
  readonly purpose: string;
  readonly status: PaymentStatus;
  readonly transactionId?: string;
  readonly redirectUrl?: string;
  /** The cash reference (Kassenzeichen). */
  readonly reference?: string;
  readonly createdAtMs: number;
  /** `NEVER_CHECK` when nothing is left to ask. */
  readonly nextCheckAtMs: number;
  readonly checks: number;
  /** Until when it may be paid; money that arrives later goes back. */
  readonly expiresAtMs?: number;
  /** Where the income is posted, and a refund taken from. */
  readonly costCentre?: string;
  readonly bookingKey?: string;
  /** What the fee is made of, for the payment service, the treasury and the pages. */
  readonly positions?: readonly PaymentPosition[];
  readonly paidAtMs?: number;
  /** What came, where it is not what was asked for. */
  readonly receivedCents?: number;
  /** The money goes back: `due` until the treasury has the record. */
  readonly refund?: 'due' | 'done';
  /** How much of it; absent: all that came. */
  readonly refundCents?: number;
  /** Of the house (`HOUSE_REFUNDS`) or of the process. */
  readonly refundReason?: string;
  readonly refundedAtMs?: number;
  /** The applicant is to be told by mail that the house gives money back. */
  readonly notice?: 'due' | 'done';
  /** What a person must look at: the service said something that does not fit this payment. */
  readonly flag?: 'amount-mismatch' | 'foreign-transaction';
  /** When somebody has decided what becomes of it, and what. */
  readonly flagClosedAtMs?: number;
  readonly flagDecision?: FlagDecision;
}

/**
 * `accept`: the fee is paid, what came above it goes back. `refund`: all of it goes back. `dismiss`:
 * nothing came for this payment.
 */
export type FlagDecision = 'accept' | 'refund' | 'dismiss';

/** One item of a fee. Nothing personal: it goes to the payment service. */
export interface PaymentPosition {
  /** Such as the number of an item at a specialist system. */
  readonly reference: string;
  /** Key of a text of the procedure. */
  readonly textKey: string;
  readonly amountCents: number;
  readonly costCentre: string;
  readonly bookingKey: string;
}

/** The last moment that a date can hold. */
export const NEVER_CHECK = 8_640_000_000_000_000;

export interface PaymentRepository {
  find(id: string): Promise<Payment | undefined>;
  ofFee(feeId: string): Promise<Payment[]>;
  ofCase(caseId: string): Promise<Payment[]>;
  /** Inserts, or answers the one that is there. */
  create(payment: Payment): Promise<Payment>;
  /**
   * Those with a check due: open ones, expired ones for a while, and at their expiry those that
   * the service never answered.
   */
  dueForCheck(nowMs: number, limit: number): Promise<Payment[]>;
  /** Paid, but the money has to go back and the treasury has no record yet. */
  dueForRefund(limit: number): Promise<Payment[]>;
  /** Refunds of the house that the treasury has, and of which the applicant is to be told. */
  dueForNotice(limit: number): Promise<Payment[]>;
  /** Those that a person must look at (`flag`) and nobody has decided, newest first. */
  flagged(limit: number): Promise<Payment[]>;
  /**
   * Locks the payment, lets `decide` say the new state and what the case learns by it; all in one
   * transaction, so that a status is applied exactly once. `ofFee` are all attempts of the same
   * fee, this one included; the case is locked, so none of them changes meanwhile.
   */
  update(
    id: string,
    actor: Actor,
    decide: (
      payment: Payment,
      ofFee: readonly Payment[],
    ) => { payment: Partial<Payment>; change?: CaseChange } | undefined,
  ): Promise<Payment>;
}

/** Procedure versions by their hash: immutable once saved. */
export interface BundleRepository {
  /** Stores the bundle (once per hash) and offers it as the newest version of its key. */
  save(bundle: Bundle): Promise<void>;
  find(hash: string): Promise<Bundle | undefined>;
  /** The offered version of each procedure, by key. */
  current(): Promise<Bundle[]>;
  /** No new applications for this procedure; drafts and cases keep their version. */
  withdraw(key: string): Promise<void>;
}
