import type { Transaction } from 'sequelize';
import type { Actor, EngineCommand } from '../../core/cases/case-file.ts';
import type { IssuedDocument, IssuedState } from '../../core/issued/issued-document.ts';
import { DOCUMENT_CHANGED } from '../../core/issued/issued-document.ts';
import type { JsonObject } from '../../core/json.ts';
import { applyChange } from '../cases/apply-change.ts';
import { lockCase } from '../cases/lock-case.ts';
import type { StoreContext } from '../store-context.ts';
import { writeEvent } from './document-events.ts';

/** How a valid document came to its end. */
export interface EndOfOne {
  readonly state: Exclude<IssuedState, 'valid'>;
  readonly reason: string;
  readonly replacedById?: string;
  /** What the case of the document is told, beside the document's id. */
  readonly detail: JsonObject;
  /** Which case has done it; it knows already. */
  readonly byCaseId: string;
}

/** Ends one that is valid, tells its case, and makes that case look at once. */
export async function endOne(
  context: StoreContext,
  { id, caseId }: IssuedDocument,
  { state, reason, replacedById, detail, byCaseId }: EndOfOne,
  actor: Actor,
  transaction: Transaction,
): Promise<void> {
  const locked = await lockCase(context, caseId, transaction);
  await context.sequelize.query(
    `update issued_document set state = $2, end_reason = $3, ended_at_ms = $4, replaced_by_id = $5
     where id = $1`,
    { bind: [id, state, reason, context.clock.now(), replacedById ?? null], transaction },
  );
  await writeEvent(context, id, { key: 'ended', kind: state, reason }, transaction);
  const change = {
    audit: [{ event: `document-${state}` as const, detail: { documentId: id, ...detail } }],
    commands: caseId === byCaseId ? [] : [lookAgain(id, caseId)],
  };
  await applyChange(context, locked, actor, change, transaction);
}

/**
 * Kept for a day: the process may be just reading what it is told of here. To look once more than
 * needed changes nothing.
 */
const KEPT_MS = 24 * 3_600_000;

/** A document ends once, and so the key is of its end alone. */
function lookAgain(documentId: string, caseId: string): EngineCommand {
  return {
    key: `${DOCUMENT_CHANGED}:${documentId}`,
    type: 'publishMessage',
    name: DOCUMENT_CHANGED,
    correlationKey: caseId,
    timeToLiveMs: KEPT_MS,
    variables: {},
  };
}
