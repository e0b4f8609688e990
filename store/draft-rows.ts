import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import type { Draft } from '../core/cases/case-file.ts';
import type { JsonObject } from '../core/json.ts';
import type { Locale } from '../core/procedures/texts.ts';
import { newDataKey, unwrapKey, wrapKey } from './crypto/data-key.ts';
import type { Keys } from './crypto/keys.ts';
import { sealJson, unsealJson } from './crypto/seal.ts';
import type { OpenedDraft } from './draft-documents.ts';
import { listDraftDocuments } from './draft-documents.ts';
import type { DraftRow } from './models/draft.ts';
import type { StoreContext } from './store-context.ts';

/** Of a new draft all that nobody chooses. */
export function newDraftRow({ keys, clock }: StoreContext, tokenHash: string) {
  const id = randomUUID();
  const dataKey = newDataKey();
  return {
    id,
    tokenHash,
    ...wrapKey(keys, draftOwner(id), dataKey),
    ...sealDraft(id, dataKey, { answers: {}, contact: {}, entries: {} }),
    completedSteps: [],
    version: 1,
    createdAtMs: clock.now(),
    submittedCaseId: null,
    ownerMac: null,
    taskKey: null,
  };
}

export function draftOwner(id: string): string {
  return `draft:${id}`;
}

type DraftContent = Pick<Draft, 'answers' | 'contact' | 'entries'>;

export function sealDraft(
  id: string,
  dataKey: Buffer,
  { answers, contact, entries }: DraftContent,
) {
  return {
    answers: sealJson(dataKey, `${draftOwner(id)}:answers`, answers),
    contact: sealJson(dataKey, `${draftOwner(id)}:contact`, { ...contact }),
    entries: sealJson(dataKey, `${draftOwner(id)}:entries`, entries),
  };
}

export type OpenDraftRow = DraftRow & {
  keyId: string;
  wrappedKey: Buffer;
  answers: Buffer;
  contact: Buffer;
};

/** Not yet submitted: its answers are still here. */
export function isOpen(row: DraftRow): row is OpenDraftRow {
  return row.submittedCaseId === null && row.wrappedKey !== null;
}

export function opened(keys: Keys, row: OpenDraftRow): OpenedDraft {
  return { id: row.id, dataKey: unwrapKey(keys, draftOwner(row.id), row) };
}

export async function readDraft(
  context: StoreContext,
  row: DraftRow,
  transaction?: Transaction,
): Promise<Draft> {
  const draft = isOpen(row) ? opened(context.keys, row) : undefined;
  const dataKey = draft?.dataKey;
  const open = <Value extends JsonObject>(name: 'answers' | 'contact' | 'entries'): Value => {
    const sealed = row[name];
    if (!dataKey || !sealed) return {} as Value;
    return unsealJson<Value>(dataKey, `${draftOwner(row.id)}:${name}`, sealed);
  };
  return {
    id: row.id,
    procedureKey: row.procedureKey,
    bundleHash: row.bundleHash,
    locale: row.locale as Locale,
    answers: open('answers'),
    contact: open('contact'),
    entries: open('entries'),
    completedSteps: row.completedSteps,
    documents: draft ? await listDraftDocuments(context, draft, transaction) : [],
    version: row.version,
    createdAtMs: row.createdAtMs,
    expiresAtMs: row.expiresAtMs,
    ...(row.submittedCaseId === null ? {} : { submittedCaseId: row.submittedCaseId }),
    ...(row.ownerMac === null ? {} : { ownerMark: row.ownerMac }),
  };
}
