import { randomUUID } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { Actor, CaseChange } from '../../core/cases/case-file.ts';
import type {
  IssuedDocument,
  IssueOutcome,
  IssueRequest,
} from '../../core/issued/issued-document.ts';
import { applyChange } from '../cases/apply-change.ts';
import { lockCase } from '../cases/lock-case.ts';
import { dataKeyOf } from '../cases/read-case.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import { sealJson } from '../crypto/seal.ts';
import { documentCode, documentMark } from '../crypto/tracking-code.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { lockOwners } from './lock-owners.ts';
import { selectIssued, shownPlace } from './read-issued.ts';

type Wanted = Pick<IssueRequest, 'kind' | 'holder' | 'subject' | 'validFrom' | 'validUntil'>;

export async function issueDocument(
  context: StoreContext,
  request: IssueRequest,
  actor: Actor,
): Promise<IssueOutcome> {
  return inTransaction(context, async (transaction) => {
    await lockOwners(context, ownersOf(context, request), transaction);
    const [there] = await selectIssued(context, 'key = $1', [request.key], transaction);
    if (there) return { outcome: 'issued', document: there };
    const conflict = await findConflict(context, request, request.replacesId, transaction);
    if (conflict) return { outcome: 'conflict', with: conflict };
    return { outcome: 'issued', document: await write(context, request, actor, transaction) };
  });
}

function ownersOf({ keys }: StoreContext, { kind, holder, subject }: Wanted): string[] {
  return [
    `${kind} ${blindIndex(keys, 'document-holder', holder)}`,
    `${kind} ${blindIndex(keys, 'document-subject', subject)}`,
  ];
}

export async function findConflict(
  { sequelize, keys }: StoreContext,
  { kind, holder, subject, validFrom, validUntil }: Wanted,
  exceptId: string | undefined,
  transaction?: Transaction,
): Promise<'holder' | 'subject' | undefined> {
  const [row] = await sequelize.query<{ of_holder: boolean }>(
    `select holder_mac = $2 as of_holder from issued_document
     where kind = $1 and (holder_mac = $2 or subject_mac = $3) and state = 'valid'
       and valid_from <= $5::date and valid_until >= $4::date and id is distinct from $6::uuid
     order by holder_mac = $2 desc limit 1`,
    {
      bind: [
        kind,
        blindIndex(keys, 'document-holder', holder),
        blindIndex(keys, 'document-subject', subject),
        validFrom,
        validUntil,
        exceptId ?? null,
      ],
      type: QueryTypes.SELECT,
      ...(transaction ? { transaction } : {}),
    },
  );
  return row && (row.of_holder ? 'holder' : 'subject');
}

async function write(
  context: StoreContext,
  request: IssueRequest,
  actor: Actor,
  transaction: Transaction,
): Promise<IssuedDocument> {
  const { sequelize, keys, clock } = context;
  const { key, kind, caseId, holder, subject, validFrom, validUntil, shown } = request;
  const locked = await lockCase(context, caseId, transaction);
  const id = randomUUID();
  const sealed = sealJson(dataKeyOf(context, locked.row), shownPlace(caseId, id), { ...shown });
  await sequelize.query(
    `insert into issued_document (id, key, kind, code_mark, case_id, holder_mac, subject_mac,
       valid_from, valid_until, shown, state, issued_at_ms, plate_mac)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'valid', $11, $12)`,
    {
      bind: [
        id,
        key,
        kind,
        documentMark(keys, documentCode(keys, id)),
        caseId,
        blindIndex(keys, 'document-holder', holder),
        blindIndex(keys, 'document-subject', subject),
        validFrom,
        validUntil,
        sealed,
        clock.now(),
        shown['plate'] === undefined ? null : blindIndex(keys, 'document-plate', shown['plate']),
      ],
      transaction,
    },
  );
  await replace(context, request.replacesId, id, transaction);
  const detail = { documentId: id, kind, validFrom, validUntil };
  const change: CaseChange = { audit: [{ event: 'document-issued', detail }] };
  await applyChange(context, locked, actor, change, transaction);
  const [document] = await selectIssued(context, 'id = $1', [id], transaction);
  return document as IssuedDocument;
}

async function replace(
  { sequelize, clock }: StoreContext,
  oldId: string | undefined,
  newId: string,
  transaction: Transaction,
): Promise<void> {
  if (oldId === undefined) return;
  await sequelize.query(
    `update issued_document
     set state = 'replaced', ended_at_ms = $3, end_reason = 'replaced', replaced_by_id = $2
     where id = $1 and state = 'valid'`,
    { bind: [oldId, newId, clock.now()], transaction },
  );
}
