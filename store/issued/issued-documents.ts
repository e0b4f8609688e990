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
import { replacedWith } from './replaced-with.ts';

export function makeIssuedDocuments(context: StoreContext): IssuedDocumentRepository {
  const { keys } = context;
  const first = async (condition: string, value: string) =>
    (await selectIssued(context, condition, [value]))[0];
  return {
    issue: (request, actor) => issueDocument(context, request, actor),
    conflict: async (wanted, exceptId) =>
      findConflict(context, wanted, await replacedWith(context, exceptId)),
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
    withRenewals: (id) => replacedWith(context, id),
    end: (id, ending, actor) => endDocument(context, id, ending, actor),
    note: (id, note, actor) => noteDocument(context, id, note, actor),
    events: async (id) => (isUuid(id) ? readEvents(context, id) : []),
  };
}
