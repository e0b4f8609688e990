import type { IssuedDocumentRepository } from '../../core/issued/issued-document.ts';
import { isUuid } from '../cases/is-uuid.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import { documentMark } from '../crypto/tracking-code.ts';
import type { StoreContext } from '../store-context.ts';
import { endDocument } from './end-document.ts';
import { findConflict, issueDocument } from './issue-document.ts';
import { selectIssued } from './read-issued.ts';

export function makeIssuedDocuments(context: StoreContext): IssuedDocumentRepository {
  const { keys } = context;
  const first = async (condition: string, value: string) =>
    (await selectIssued(context, condition, [value]))[0];
  return {
    issue: (request, actor) => issueDocument(context, request, actor),
    conflict: (wanted, exceptId) => findConflict(context, wanted, exceptId),
    find: async (id) => (isUuid(id) ? first('id = $1', id) : undefined),
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
    end: (id, ending, actor) => endDocument(context, id, ending, actor),
  };
}
