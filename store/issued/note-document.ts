import { CaseError } from '../../core/cases/case-error.ts';
import type { Actor } from '../../core/cases/case-file.ts';
import type { DocumentNote, IssuedDocument } from '../../core/issued/issued-document.ts';
import { applyChange } from '../cases/apply-change.ts';
import { isUuid } from '../cases/is-uuid.ts';
import { lockCase } from '../cases/lock-case.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { writeEvent } from './document-events.ts';
import { selectIssued } from './read-issued.ts';

export async function noteDocument(
  context: StoreContext,
  id: string,
  { key, reason }: DocumentNote,
  actor: Actor,
): Promise<IssuedDocument> {
  return inTransaction(context, async (transaction) => {
    const [document] = isUuid(id) ? await selectIssued(context, 'id = $1', [id], transaction) : [];
    if (!document) throw new CaseError('document-not-found', `There is no issued document ${id}`);
    const locked = await lockCase(context, document.caseId, transaction);
    if (await writeEvent(context, id, { key, kind: 'noted', reason }, transaction)) {
      const audit = [{ event: 'document-noted' as const, detail: { documentId: id, reason } }];
      await applyChange(context, locked, actor, { audit }, transaction);
    }
    return document;
  });
}
