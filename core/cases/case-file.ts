import type { AuditEvent } from './audit-event.ts';
import type { JsonObject } from '../json.ts';
import type { Locale } from '../procedures/texts.ts';

/** An application that is being filled in. Encrypted at rest, removed when it expires. */
export interface Draft {
  readonly id: string;
  readonly procedureKey: string;
  readonly bundleHash: string;
  readonly locale: Locale;
  /** Answers of all steps by component key. */
  readonly answers: JsonObject;
  readonly contact: Contact;
  /**
   * What was typed and does not hold yet, by the name of its form: shown again, so that nobody
   * types it twice, and never submitted. Beside it, what the draft was begun with (`prefilled`).
   */
  readonly entries: JsonObject;
  /** Names of the forms that were answered without an error. */
  readonly completedSteps: readonly string[];
  /** What was uploaded, in the order in which it is shown. */
  readonly documents: readonly DraftDocument[];
  /** Raised by every save: two windows do not overwrite each other unseen. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly submittedCaseId?: string;
  /** Of the account whose draft it is (`ownerMark` of the repository); absent: whose link it is. */
  readonly ownerMark?: string;
}

/** A file that was uploaded into a draft: checked, encrypted with the draft, gone with it. */
export interface DraftDocument {
  readonly id: string;
  /** Key of the form field that it answers. */
  readonly component: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface NewDraftDocument {
  readonly component: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
  /** Takes the place of this one, if it is there. */
  readonly replaces?: string;
  /** Of this field. With room for one only, a new one takes its place. */
  readonly maxFiles: number;
}

/** The field holds this content already, under this name. */
export interface SameFile {
  readonly sameAs: string;
}

export interface Contact {
  readonly email?: string;
}

/** A submitted case: what people entered (answers), what systems said (facts), documents by name. */
export interface CaseFile {
  readonly id: string;
  /** Public: `BG-2026-000123`. */
  readonly number: string;
  readonly procedureKey: string;
  readonly bundleHash: string;
  readonly locale: Locale;
  readonly answers: JsonObject;
  /** Written by workers: results of registers and specialist systems, by name. */
  readonly facts: JsonObject;
  readonly contact: Contact;
  /** The newest version of each name; `documentVersions` of the repository knows the others. */
  readonly documents: readonly DocumentInfo[];
  readonly receivedAtMs: number;
  readonly version: number;
}

export interface DocumentInfo {
  readonly id: string;
  /** Stable within the case, such as `receipt`: a second write with the same name is a new version. */
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly createdAtMs: number;
  /** Shown to the applicant. */
  readonly forApplicant: boolean;
}

export interface NewDocument {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly forApplicant: boolean;
}

/** Who does something: `applicant`, `system`, `worker:<topic>`, `operator`, later staff ids. */
export type Actor = string;

export interface AuditEntry {
  readonly event: AuditEvent;
  /** Never form data: keys, ids, amounts. */
  readonly detail?: JsonObject;
}

/** Everything that one transaction changes on a case. */
export interface CaseChange {
  /** Merged over what is there. */
  readonly answers?: JsonObject;
  readonly facts?: JsonObject;
  readonly contact?: Contact;
  readonly documents?: readonly NewDocument[];
  /** Uploads of a task that become documents; what else was uploaded for it goes. */
  readonly uploads?: TakenUploads;
  readonly commands?: readonly EngineCommand[];
  readonly audit: readonly AuditEntry[];
}

export interface TakenUploads {
  readonly draftId: string;
  /** Which of them, and under which name. */
  readonly files: readonly { readonly draftDocumentId: string; readonly name: string }[];
}

/**
 * A command to the engine, written in the same transaction as the change that causes it, and
 * repeated by the dispatcher until the engine has taken it. `key` makes it unique.
 */
export type EngineCommand = { readonly key: string } & (
  | { readonly type: 'start'; readonly processId: string; readonly variables: JsonObject }
  | {
      readonly type: 'completeTask';
      readonly taskKey: string;
      readonly variables: JsonObject;
      readonly by?: string;
      /** The model knows late answers: by this message, when a timer has taken the task away meanwhile. */
      readonly lateMessage?: string;
    }
  | {
      readonly type: 'publishMessage';
      readonly name: string;
      readonly correlationKey: string;
      readonly timeToLiveMs: number;
      readonly variables: JsonObject;
    }
  | { readonly type: 'cancel' }
);
