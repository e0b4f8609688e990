import type { Actor } from '../cases/case-file.ts';

/** `lapsed`: it ended by itself (moved away, death, sale); `revoked`: the authority ended it. */
export type IssuedState = 'valid' | 'replaced' | 'lapsed' | 'revoked';

/** What a permit is worth on a day; the last two follow from its term. */
export type Validity = IssuedState | 'not-yet-valid' | 'expired';

/** A document that lives on after it was issued: a permit that anybody can check by its code. */
export interface IssuedDocument {
  readonly id: string;
  /** Which kind, such as `bewohnerparkausweis`. */
  readonly kind: string;
  /** Stands on the document and opens the page that says what it is worth; 12 characters. */
  readonly code: string;
  readonly caseId: string;
  /** First and last day, ISO dates. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** What stands on it, by name, such as `zone` and `plate`; never who holds it. */
  readonly shown: Readonly<Record<string, string>>;
  readonly state: IssuedState;
  readonly issuedAtMs: number;
  /** When and why it ended before its term; the reason is a stable code such as `moved-away`. */
  readonly endedAtMs?: number;
  readonly endReason?: string;
  readonly replacedById?: string;
}

export interface IssueRequest {
  /** Issued once per key, however often it is asked for. */
  readonly key: string;
  readonly kind: string;
  readonly caseId: string;
  /** Who holds it, normalised; stored as a blind index only. */
  readonly holder: string;
  /** What it is for, normalised, such as a plate; stored as a blind index only. */
  readonly subject: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly shown: Readonly<Record<string, string>>;
  /**
   * An earlier one, worth nothing from this moment on, and neither are its renewals. The new one
   * ends no sooner than the last of them, also when one was issued after `validUntil` was chosen.
   */
  readonly replacesId?: string;
}

/** The reason with which a model ends what was lost: another may still take its place. */
export const LOST = 'lost';

/**
 * Holder or subject has a valid one whose term overlaps with the wanted one, or the earlier one, whose
 * place it shall take, has ended meanwhile.
 */
export interface IssueConflict {
  readonly with: 'holder' | 'subject' | 'earlier';
  /** The one that stands in the way, or that has ended. */
  readonly documentId: string;
}

export type IssueOutcome =
  | { readonly outcome: 'issued'; readonly document: IssuedDocument }
  | { readonly outcome: 'conflict'; readonly conflict: IssueConflict };

/**
 * What ends together with one: nothing else, its renewals (the same holder and subject, from its
 * first day on), whatever the holder has for this subject, or whatever the holder has of this kind.
 */
export type EndingReach = 'document' | 'renewals' | 'subject' | 'holder';

export interface DocumentEnding {
  readonly state: 'lapsed' | 'revoked';
  /** A stable code such as `moved`. */
  readonly reason: string;
  readonly reach: EndingReach;
  /** Which case ends it: every other one whose document ends is told (`DOCUMENT_CHANGED`). */
  readonly byCaseId: string;
}

/** Something that happened to a document after its issue and leaves it as it is. */
export interface DocumentNote {
  /** Written once per key. */
  readonly key: string;
  /** A stable code such as `moved-inside`. */
  readonly reason: string;
}

/** What the register knows of the life of a document, the oldest first. */
export interface DocumentEvent {
  readonly kind: 'issued' | Exclude<IssuedState, 'valid'> | 'noted';
  /** Of an end or a note: a stable code. */
  readonly reason?: string;
  readonly atMs: number;
}

/**
 * Message to a case, correlated by its id: a document of it was replaced or ended by another case.
 * A process that waits with a document looks at the register again.
 */
export const DOCUMENT_CHANGED = 'document-changed';

export interface IssuedDocumentRepository {
  /** Checks and writes in one transaction: of two at once, one gets `conflict`. */
  issue(request: IssueRequest, actor: Actor): Promise<IssueOutcome>;
  /** The same check without issuing; `exceptId` and its renewals are to be replaced. */
  conflict(
    wanted: Pick<IssueRequest, 'kind' | 'holder' | 'subject' | 'validFrom' | 'validUntil'>,
    exceptId?: string,
  ): Promise<IssueConflict | undefined>;
  find(id: string): Promise<IssuedDocument | undefined>;
  /** As people type it; unknown is absent. */
  findByCode(code: string): Promise<IssuedDocument | undefined>;
  /** Newest first. */
  ofSubject(kind: string, subject: string): Promise<IssuedDocument[]>;
  ofHolder(kind: string, holder: string): Promise<IssuedDocument[]>;
  ofCase(caseId: string): Promise<IssuedDocument[]>;
  /** A valid one and its renewals, as a replacement takes their place. */
  withRenewals(id: string): Promise<IssuedDocument[]>;
  /**
   * Ends a valid one and what hangs on it, in one transaction, told in the case of each. One that
   * has ended stays as it is and ends no other; one that was replaced hands the end on.
   */
  end(id: string, ending: DocumentEnding, actor: Actor): Promise<IssuedDocument>;
  /** Kept with the document and told in its case. */
  note(id: string, note: DocumentNote, actor: Actor): Promise<IssuedDocument>;
  events(id: string): Promise<DocumentEvent[]>;
}

/** @param day ISO date in the zone of the authority */
export function validityOn(document: IssuedDocument, day: string): Validity {
  if (document.state !== 'valid') return document.state;
  if (day < document.validFrom) return 'not-yet-valid';
  return day > document.validUntil ? 'expired' : 'valid';
}
