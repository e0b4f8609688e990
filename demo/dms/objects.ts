interface Common {
  readonly id: string;
  readonly name: string;
  /** Absent only at the root. */
  readonly parentId?: string;
  readonly description: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** Counts the changes: the change token. */
  readonly changes: number;
  readonly isDeleted?: true;
}

export interface Folder extends Common {
  readonly kind: 'folder';
}

/** A version series; the description is that of the newest version. */
export interface Document extends Common {
  readonly kind: 'document';
  /** The oldest first; at least one. */
  readonly versions: readonly Version[];
  readonly workingCopy?: { readonly id: string; readonly by: string };
}

export type StoredObject = Folder | Document;

export interface Version {
  /** `1.0`; empty where the repository keeps no versions. */
  readonly label: string;
  readonly description: string;
  readonly comment: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly content: Content;
}

export interface Content {
  readonly contentId: string;
  readonly mediaType: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

export interface NewContent {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName: string;
}

/** Ids of the versions of a document: `<series>;<label>`. */
export function versionId({ id }: Document, { label }: Version): string {
  return label === '' ? id : `${id};${label}`;
}

export function newest(document: Document): Version {
  const version = document.versions.at(-1);
  if (!version) throw new Error(`document ${document.id} has no version`);
  return version;
}
