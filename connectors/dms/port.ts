import type { ConnectorCheck } from '../connector.ts';

/**
 * The document management system: plan entry → file (Akte) → procedure (Vorgang) → document. Each
 * object has a name that is its business key within its parent: to make it again finds the first
 * one, so every call may be repeated.
 */
export interface DmsPort {
  check(): Promise<ConnectorCheck>;
  /** Makes what is missing of the path. `rejected` / `no-plan-entry`, or `closed` when it is. */
  openProcedure(place: ProcedurePlace): Promise<DmsProcedure>;
  /**
   * Files a document. The same name with the same content is one version; with other content it
   * becomes the next, unless a version with this `key` is there: a call that comes late does not
   * put old content on top of new. `rejected` / `closed` when the procedure is closed, but for what
   * is there already.
   */
  file(procedureId: string, document: DmsDocument): Promise<FiledDocument>;
  /** z.d.A.: nothing is filed any more. Closed already is no error. */
  close(procedureId: string, closedOn: string): Promise<void>;
}

export interface ProcedurePlace {
  /** Mark of the filing plan, such as `32.51.03`; must be there. */
  readonly planEntry: string;
  /** Name of the file within the plan entry, such as `Bewohnerparken 2026`. */
  readonly fileName: string;
  /** Name of the procedure within the file: the case number. */
  readonly procedureName: string;
  readonly subject: string;
}

export interface DmsProcedure {
  readonly procedureId: string;
  /** As people quote it. */
  readonly reference: string;
}

export interface DmsDocument {
  /** Of this one filing, the same at every repetition: letters, digits, at most 64. */
  readonly key: string;
  /** Stable within the procedure, such as `bescheid`. */
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly direction: 'incoming' | 'outgoing' | 'internal';
}

export interface FiledDocument {
  readonly documentId: string;
  readonly version: string;
}
