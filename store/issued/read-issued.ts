import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import { CaseError } from '../../core/cases/case-error.ts';
import type { IssuedDocument, IssuedState } from '../../core/issued/issued-document.ts';
import { caseOwner, dataKeyOf } from '../cases/read-case.ts';
import { documentCode } from '../crypto/tracking-code.ts';
import { unsealJson } from '../crypto/seal.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { StoreContext } from '../store-context.ts';

export interface IssuedRow {
  id: string;
  kind: string;
  case_id: string;
  valid_from: string;
  valid_until: string;
  shown: Buffer;
  state: IssuedState;
  issued_at_ms: string;
  ended_at_ms: string | null;
  end_reason: string | null;
  replaced_by_id: string | null;
}

const COLUMNS = `id, kind, case_id, valid_from::text, valid_until::text, shown, state, issued_at_ms,
  ended_at_ms, end_reason, replaced_by_id`;

/** Newest first. @param condition SQL over `issued_document` with `$1` … */
export async function selectIssued(
  context: StoreContext,
  condition: string,
  bind: readonly string[],
  transaction?: Transaction,
): Promise<IssuedDocument[]> {
  const rows = await context.sequelize.query<IssuedRow>(
    `select ${COLUMNS} from issued_document where ${condition} order by issued_at_ms desc, id`,
    { bind: [...bind], type: QueryTypes.SELECT, ...(transaction ? { transaction } : {}) },
  );
  const documents: IssuedDocument[] = [];
  // One after the other: a transaction has one connection.
  for (const row of rows) documents.push(await readIssued(context, row, transaction));
  return documents;
}

/** Blind indexes of whose it is and what for; they stay within the store. */
export interface DocumentOwners {
  readonly kind: string;
  readonly holderMac: string;
  readonly subjectMac: string;
}

export async function ownersOf(
  { sequelize }: StoreContext,
  id: string,
  transaction?: Transaction,
): Promise<DocumentOwners | undefined> {
  const [row] = await sequelize.query<DocumentOwners>(
    `select kind, holder_mac as "holderMac", subject_mac as "subjectMac"
     from issued_document where id = $1`,
    { bind: [id], type: QueryTypes.SELECT, ...(transaction ? { transaction } : {}) },
  );
  return row;
}

async function readIssued(
  context: StoreContext,
  row: IssuedRow,
  transaction?: Transaction,
): Promise<IssuedDocument> {
  const caseRow = await context.models.caseFile.findByPk(row.case_id, {
    ...(transaction ? { transaction } : {}),
  });
  if (!caseRow) throw new CaseError('case-not-found', `There is no case ${row.case_id}`);
  return {
    id: row.id,
    kind: row.kind,
    code: documentCode(context.keys, row.id),
    caseId: row.case_id,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    shown: openShown(context, caseRow.get(), row),
    state: row.state,
    issuedAtMs: Number(row.issued_at_ms),
    ...(row.ended_at_ms === null ? {} : { endedAtMs: Number(row.ended_at_ms) }),
    ...(row.end_reason === null ? {} : { endReason: row.end_reason }),
    ...(row.replaced_by_id === null ? {} : { replacedById: row.replaced_by_id }),
  };
}

function openShown(
  context: StoreContext,
  caseRow: CaseRow,
  { id, case_id, shown }: IssuedRow,
): Record<string, string> {
  return unsealJson<Record<string, string>>(
    dataKeyOf(context, caseRow),
    shownPlace(case_id, id),
    shown,
  );
}

export function shownPlace(caseId: string, documentId: string): string {
  return `${caseOwner(caseId)}:issued:${documentId}`;
}
