import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { DocumentEvent } from '../../core/issued/issued-document.ts';
import type { StoreContext } from '../store-context.ts';

interface EventRow {
  readonly kind: DocumentEvent['kind'];
  readonly reason: string | null;
  readonly at_ms: string;
}

/** False when it was written before: each document has an event once per key. */
export async function writeEvent(
  { sequelize, clock }: StoreContext,
  documentId: string,
  { key, kind, reason }: Omit<DocumentEvent, 'atMs'> & { readonly key: string },
  transaction: Transaction,
): Promise<boolean> {
  const written = await sequelize.query(
    `insert into issued_document_event (document_id, key, kind, reason, at_ms)
     values ($1, $2, $3, $4, $5) on conflict (document_id, key) do nothing returning id`,
    {
      bind: [documentId, key, kind, reason ?? null, clock.now()],
      type: QueryTypes.SELECT,
      transaction,
    },
  );
  return written.length > 0;
}

export async function readEvents(
  { sequelize }: StoreContext,
  documentId: string,
): Promise<DocumentEvent[]> {
  const rows = await sequelize.query<EventRow>(
    'select kind, reason, at_ms from issued_document_event where document_id = $1 order by id',
    { bind: [documentId], type: QueryTypes.SELECT },
  );
  return rows.map(({ kind, reason, at_ms: atMs }) => ({
    kind,
    ...(reason === null ? {} : { reason }),
    atMs: Number(atMs),
  }));
}
