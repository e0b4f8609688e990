import type { IssuedDocumentRepository } from '../../core/issued/issued-document.ts';
import { isUuid } from '../cases/is-uuid.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import { documentMark } from '../crypto/tracking-code.ts';
import type { StoreContext } from '../store-context.ts';
import { readEvents } from './document-events.ts';
import { endDocument } from './end-document.ts';
import { findConflict } from './find-conflict.ts';
import { issueDocument } from './issue-document.ts';
import { noteDocument } from './note-document.ts';
import { selectIssued } from './read-issued.ts';
import { findDocument, withRenewals } from './replaced-with.ts';

export function makeIssuedDocuments(context: StoreContext): IssuedDocumentRepository {
  const { keys } = context;
  const first = async (condition: string, value: string) =>
    (await selectIssued(context, condition, [value]))[0];
  return {
    issue: (request, actor) => issueDocument(context, request, actor),
    async conflict(wanted, exceptId) {
      const admission = await findConflict(context, wanted, exceptId);
      return 'conflict' in admission ? admission.conflict : undefined;
    },
    find: (id) => findDocument(context, id),
    findByCode: (code) => first('code_mark = $1', documentMark(keys, code)),
    ofSubject: (kind, subject) =>
      selectIssued(context, 'kind = $1 and subject_mac = $2', [
        kind,
        blindIndex(keys, 'document-subject', subject),
      ]),
    ofHolder: (kind, holder) =>
      selectIssued(context, 'kind = $1 and holder_mac = $2', [
        kind,
        blindIndex(keys, 'document-holder', holder),
      ]),
    ofCase: async (caseId) =>
      isUuid(caseId) ? selectIssued(context, 'case_id = $1', [caseId]) : [],
    withRenewals: async (id) => withRenewals(context, await findDocument(context, id)),
    end: (id, ending, actor) => endDocument(context, id, ending, actor),
    note: (id, note, actor) => noteDocument(context, id, note, actor),
    events: async (id) => (isUuid(id) ? readEvents(context, id) : []),
  };
}
