import type {
  IssuedDocument,
  IssuedDocumentRepository,
  IssueRequest,
} from '../core/issued/issued-document.ts';

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
