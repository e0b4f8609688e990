import { randomUUID } from 'node:crypto';
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
import { writeEvent } from './document-events.ts';
import type { EndOfOne } from './end-one.ts';
import { endOne } from './end-one.ts';
import { findConflict } from './find-conflict.ts';
import { lockOwners } from './lock-owners.ts';
import type { DocumentOwners } from './read-issued.ts';
import { ownersOf, selectIssued, shownPlace } from './read-issued.ts';
import { lastDay } from './replaced-with.ts';

export async function issueDocument(
  context: StoreContext,
  request: IssueRequest,
  actor: Actor,
): Promise<IssueOutcome> {
  const { replacesId } = request;
  const earlier = replacesId === undefined ? undefined : await ownersOf(context, replacesId);
  return inTransaction(context, async (transaction) => {
    await lockOwners(context, lockedBy(context, request, earlier), transaction);
    const [there] = await selectIssued(context, 'key = $1', [request.key], transaction);
    if (there) return { outcome: 'issued', document: there };
    const admission = await findConflict(context, request, replacesId, transaction);
    if ('conflict' in admission) return { outcome: 'conflict', conflict: admission.conflict };
    const validUntil = lastDay(request.validUntil, admission.replaced);
    const id = await write(context, { ...request, validUntil }, actor, transaction);
    for (const old of admission.replaced) {
      await endOne(context, old, replacedBy(id, request.caseId), actor, transaction);
    }
    const [document] = await selectIssued(context, 'id = $1', [id], transaction);
    return { outcome: 'issued', document: document as IssuedDocument };
  });
}

/** Also of whom it is taken from: written in another way, the same person has another index. */
function lockedBy(
  { keys }: StoreContext,
  { kind, holder, subject }: IssueRequest,
  earlier: DocumentOwners | undefined,
): string[] {
  return [
    `${kind} ${blindIndex(keys, 'document-holder', holder)}`,
    `${kind} ${blindIndex(keys, 'document-subject', subject)}`,
    ...(earlier ? [`${earlier.kind} ${earlier.holderMac}`] : []),
  ];
}

function replacedBy(id: string, byCaseId: string): EndOfOne {
  const detail = { replacedById: id };
  return { state: 'replaced', reason: 'replaced', replacedById: id, detail, byCaseId };
}

async function write(
  context: StoreContext,
  request: IssueRequest,
  actor: Actor,
  transaction: Transaction,
): Promise<string> {
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
  await writeEvent(context, id, { key: 'issued', kind: 'issued' }, transaction);
  const detail = { documentId: id, kind, validFrom, validUntil };
  const change: CaseChange = { audit: [{ event: 'document-issued', detail }] };
  await applyChange(context, locked, actor, change, transaction);
  return id;
}
