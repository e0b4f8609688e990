import type {
  IssuedDocument,
  IssuedDocumentRepository,
  IssueRequest,
} from '../core/issued/issued-document.ts';
import type { JsonObject } from '../core/json.ts';
import type { WorkerContext } from './define-worker.ts';

/** The valid one that stands in the way of a wish, after the register has said that there is one. */
export async function conflictingDocument(
  issued: Pick<IssuedDocumentRepository, 'ofHolder' | 'ofSubject' | 'withRenewals'>,
  { kind, holder, subject, validFrom, validUntil, replacesId }: IssueRequest,
  conflict: 'holder' | 'subject',
): Promise<IssuedDocument | undefined> {
  const all = await (conflict === 'holder'
    ? issued.ofHolder(kind, holder)
    : issued.ofSubject(kind, subject));
  const replaced = replacesId ? await issued.withRenewals(replacesId) : [];
  return all.find(
    (one) =>
      one.state === 'valid' &&
      replaced.every(({ id }) => id !== one.id) &&
      one.validFrom <= validUntil &&
      one.validUntil >= validFrom,
  );
}

/**
 * For the clerk who decides: which one it is, and no more. It may be somebody else's, and its state
 * and its case are read from the register when the page is shown.
 */
export async function noteConflict(
  change: WorkerContext<unknown>['change'],
  document: IssuedDocument | undefined,
): Promise<void> {
  await change(({ facts }) => {
    const noted: JsonObject[string] = facts['conflictingDocument'] ?? null;
    if (!document && noted === null) return undefined;
    return { facts: { conflictingDocument: document ? { id: document.id } : null }, audit: [] };
  });
}
