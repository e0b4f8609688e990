import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type {
  IssueConflict,
  IssuedDocument,
  IssueRequest,
} from '../../core/issued/issued-document.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { findDocument, isOver, lastDay, withRenewals } from './replaced-with.ts';

export type Wanted = Pick<IssueRequest, 'kind' | 'holder' | 'subject' | 'validFrom' | 'validUntil'>;

/** Whether one may be issued, and what it then takes the place of. */
export type Admission =
  { readonly conflict: IssueConflict } | { readonly replaced: readonly IssuedDocument[] };

/** @param replacesId the earlier one whose place, and whose whole term, it shall get */
export async function findConflict(
  context: StoreContext,
  wanted: Wanted,
  replacesId: string | undefined,
  transaction?: Transaction,
): Promise<Admission> {
  const earlier =
    replacesId === undefined ? undefined : await findDocument(context, replacesId, transaction);
  if (earlier && isOver(earlier)) {
    return { conflict: { with: 'earlier', documentId: earlier.id } };
  }
  const replaced = await withRenewals(context, earlier, transaction);
  const conflict = await overlapping(context, wanted, replaced, transaction);
  return conflict ? { conflict } : { replaced };
}

async function overlapping(
  { sequelize, keys }: StoreContext,
  { kind, holder, subject, validFrom, validUntil }: Wanted,
  replaced: readonly IssuedDocument[],
  transaction: Transaction | undefined,
): Promise<IssueConflict | undefined> {
  const [row] = await sequelize.query<{ id: string; of_holder: boolean }>(
    `select id, holder_mac = $2 as of_holder from issued_document
     where kind = $1 and (holder_mac = $2 or subject_mac = $3) and state = 'valid'
       and valid_from <= $5::date and valid_until >= $4::date and id <> all($6::uuid[])
     order by holder_mac = $2 desc, valid_from limit 1`,
    {
      bind: [
        kind,
        blindIndex(keys, 'document-holder', holder),
        blindIndex(keys, 'document-subject', subject),
        validFrom,
        lastDay(validUntil, replaced),
        replaced.map(({ id }) => id),
      ],
      type: QueryTypes.SELECT,
      ...(transaction ? { transaction } : {}),
    },
  );
  return row && { with: row.of_holder ? 'holder' : 'subject', documentId: row.id };
}
