import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { CaseFile, DocumentInfo } from '../../core/cases/case-file.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { unwrapKey } from '../crypto/data-key.ts';
import { unseal, unsealJson } from '../crypto/seal.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { StoreContext } from '../store-context.ts';

export function caseOwner(id: string): string {
  return `case:${id}`;
}

export function dataKeyOf({ keys }: StoreContext, row: CaseRow): Buffer {
  return unwrapKey(keys, caseOwner(row.id), row);
}

/** Opens what a row holds; documents come in the order in which they were made. */
export async function readCase(
  context: StoreContext,
  row: CaseRow,
  transaction?: Transaction,
): Promise<CaseFile> {
  const dataKey = dataKeyOf(context, row);
  const open = <Value extends JsonObject>(name: 'answers' | 'facts' | 'contact'): Value =>
    unsealJson<Value>(dataKey, `${caseOwner(row.id)}:${name}`, row[name]);
  return {
    id: row.id,
    number: row.number,
    procedureKey: row.procedureKey,
    bundleHash: row.bundleHash,
    locale: row.locale as Locale,
    answers: open('answers'),
    facts: open('facts'),
    contact: open('contact'),
    documents: await readDocuments(context, row.id, dataKey, transaction),
    receivedAtMs: row.receivedAtMs,
    version: row.version,
  };
}

interface ListedDocument {
  id: string;
  name: string;
  file_name: Buffer;
  media_type: string;
  size_bytes: number;
  sha256: string;
  for_applicant: boolean;
  created_at_ms: string;
}

/** The newest version of each name. */
async function readDocuments(
  { sequelize }: StoreContext,
  caseId: string,
  dataKey: Buffer,
  transaction: Transaction | undefined,
): Promise<DocumentInfo[]> {
  const rows = await sequelize.query<ListedDocument>(
    `select * from (
       select distinct on (name) * from case_document where case_id = $1 order by name, version desc
     ) newest order by created_at_ms, name`,
    {
      bind: [caseId],
      type: QueryTypes.SELECT,
      ...(transaction ? { transaction } : {}),
    },
  );
  return rows.map((row) => toInfo(caseId, dataKey, row));
}

/** Every version of every name. */
export async function readDocumentVersions(
  context: StoreContext,
  row: CaseRow,
): Promise<DocumentInfo[]> {
  const dataKey = dataKeyOf(context, row);
  const rows = await context.sequelize.query<ListedDocument>(
    'select * from case_document where case_id = $1 order by created_at_ms, name, version',
    { bind: [row.id], type: QueryTypes.SELECT },
  );
  return rows.map((listed) => toInfo(row.id, dataKey, listed));
}

function toInfo(caseId: string, dataKey: Buffer, row: ListedDocument): DocumentInfo {
  return {
    id: row.id,
    name: row.name,
    fileName: unseal(dataKey, fileNamePlace(caseId, row.id), row.file_name).toString('utf8'),
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    createdAtMs: Number(row.created_at_ms),
    forApplicant: row.for_applicant,
  };
}

export function fileNamePlace(caseId: string, documentId: string): string {
  return `${caseOwner(caseId)}:document:${documentId}:name`;
}
